"""The places of this room a user may work on."""

from crm.accounts.permissions import require
from crm.errors import NotFound

from .models import Phase


def phase_for(user, project_code: str, code: str, to: str = "homes.view") -> Phase:
    """A phase by its project's code and its own, if the user may do `to` there."""
    require(user, to)
    rows = Phase.objects.visible_to(user).select_related("project__city")
    row = rows.filter(project__code=project_code, code=code).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row
