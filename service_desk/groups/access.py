"""Who sees groups and proposals, who decides on them, who speaks to all members."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.groups.models import CaseGroup, GroupProposal, GroupStatement

DESK = {Role.AGENT, Role.SUPERVISOR}
SHOWN = ("project__city", "phase", "building", "entrance")

declare(
    {
        "groups.view": {*DESK, Role.CALLBACK, Role.EXECUTIVE, Role.SPOKESPERSON},
        "groups.decide": DESK,
        "groups.tell": {Role.SUPERVISOR, Role.SPOKESPERSON},
        # Numbers and words of the whole house, not of one project.
        "groups.thresholds": {Role.SUPERVISOR},
    }
)


def proposal_for(user, public_id, *, to: str = "groups.view") -> GroupProposal:
    """The proposal of this id, where the user may do `to` with it; out of scope is not found."""
    rows = GroupProposal.objects.visible_to(user).select_related(
        *SHOWN, "rule", "group__master", "decided_by"
    )
    return _found(user, rows.filter(public_id=public_id).first(), to)


def group_for(user, public_id, *, to: str = "groups.view") -> CaseGroup:
    """The group of this id, in the same way."""
    rows = CaseGroup.objects.visible_to(user).select_related(*SHOWN, "master__assignee", "formed_by")
    return _found(user, rows.filter(public_id=public_id).first(), to)


def statement_for(user, public_id, *, to: str = "groups.view") -> GroupStatement:
    rows = GroupStatement.objects.select_related("group__project__city", "group__master", "by")
    row = rows.filter(public_id=public_id, group__in=CaseGroup.objects.visible_to(user)).first()
    if row is None:
        raise NotFound()
    require(user, to, project=row.group.project)
    return row


def _found(user, row, to: str):
    if row is None:
        raise NotFound()
    require(user, to, project=row.project)
    return row
