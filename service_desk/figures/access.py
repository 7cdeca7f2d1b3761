"""Who reads the figures: whoever answers for the desk. They name who has how much in hand, so nobody else."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.figures import catalogue

declare({"figures.view": {Role.SUPERVISOR, Role.EXECUTIVE}})


def figure_for(user, key: str) -> catalogue.Figure:
    """The figure of this key."""
    require(user, "figures.view")
    figure = catalogue.called(key)
    if figure is None:
        raise NotFound
    return figure
