"""Who may do what with prospects."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotAllowed, NotFound

from .models import Prospect

SELLING = {Role.AGENT, Role.SUPERVISOR, Role.MARKETING}

declare(
    {
        "prospects.view": SELLING | {Role.EXECUTIVE},
        "prospects.work": SELLING,
        "prospects.give": {Role.SUPERVISOR, Role.MARKETING},
        "prospects.weigh": {Role.SUPERVISOR, Role.MARKETING},
    }
)


def prospect_for(user, public_id, to: str = "prospects.view") -> Prospect:
    """The prospect, if the user sees his project and may do `to` there."""
    require(user, to)
    rows = Prospect.objects.visible_to(user).select_related("owner", "project__city", "salesperson")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if to != "prospects.view" and not Prospect.objects.visible_to(user, to).filter(pk=row.pk).exists():
        raise NotAllowed(verb=to)
    return row
