"""Who sees and marks the milestones of title deeds."""

from uuid import UUID

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound

from .models import TitleDeed

declare(
    {
        "deeds.view": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.EXECUTIVE},
        "deeds.edit": {Role.AGENT, Role.SUPERVISOR},
    }
)


def deed_for(user, public_id: UUID, to: str = "deeds.view") -> TitleDeed:
    """A deed, if the user sees its project and may do `to` there."""
    require(user, to)
    rows = TitleDeed.objects.visible_to(user).select_related(
        "home__project__city", "home__building", "purchase__owner", "project"
    )
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row
