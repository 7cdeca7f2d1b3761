"""Who sees and leads handovers, and who writes their checklists."""

from uuid import UUID

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from owners.access import managers_for

from .models import ChecklistItem, Finding, Handover

declare(
    {
        "handovers.view": {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.EXECUTIVE},
        "handovers.edit": {Role.AGENT, Role.SUPERVISOR},
        # checklists hold for every project
        "checklists.edit": {Role.ADMINISTRATOR},
    }
)


def handover_for(user, public_id: UUID, to: str = "handovers.view") -> Handover:
    """A handover, if the user sees its project and may do `to` there."""
    require(user, to)
    rows = Handover.objects.visible_to(user).select_related(
        "home__project__city", "home__building", "owner", "conducted_by"
    )
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.home.project)
    return row


def finding_for(user, public_id: UUID, to: str = "handovers.edit") -> Finding:
    """A finding, if the user may do `to` in its project."""
    require(user, to)
    rows = Finding.objects.visible_to(user).select_related("handover__home", "project", "part")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row


def item_for(user, public_id: UUID, to: str = "checklists.edit") -> ChecklistItem:
    require(user, to)
    row = ChecklistItem.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def colleague_for(user, username: str):
    """Who can conduct a handover, by username; None for nobody."""
    known = {row.username: row for row in managers_for(user)}
    if username and username not in known:
        raise NotFound
    return known.get(username)
