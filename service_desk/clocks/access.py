"""Who may do what with clocks. The rules hold for the whole house, as its calendars do."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.cases.access import DESK, READERS, case_for, readable_cases
from service_desk.clocks.models import ClockPolicy, Deadline, StuckCase

declare(
    {
        "clocks.view": READERS,
        # How much each colleague has in hand; what one has oneself, everybody sees.
        "clocks.people": {Role.SUPERVISOR, Role.EXECUTIVE},
        "clocks.pause": DESK,
        "clocks.bring_forward": DESK,
        "clocks.acknowledge": DESK,
        "clock_rules.view": {*READERS, Role.HANDLER, Role.ADMINISTRATOR},
        "clock_rules.edit": {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)


def clock_for(user, number: str, name: str, *, to: str = "clocks.view") -> Deadline:
    """A clock of the case that has not stopped, by its kind, or by the number of its slip or visit."""
    case = case_for(user, number, to=to)
    rows = Deadline.objects.running().filter(case=case).select_related("slip", "visit")
    found = next((row for row in rows if name_of(row) == name), None)
    if found is None:
        raise NotFound
    return found


def name_of(clock: Deadline) -> str:
    """How addresses call a clock."""
    if clock.slip_id:
        return clock.slip.number
    return clock.visit.number if clock.visit_id else clock.kind


def stuck_for(user, public_id, *, to: str) -> StuckCase:
    rows = StuckCase.objects.filter(case__in=readable_cases(user)).select_related("case__project")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    require(user, to, project=row.case.project)
    return row


def draft_for(user, *, to: str = "clock_rules.edit") -> ClockPolicy:
    """The house's draft, or not found where nobody has begun one."""
    require(user, to)
    row = ClockPolicy.objects.filter(is_draft=True).select_related("written_by").first()
    if row is None:
        raise NotFound
    return row


def policy_for(user, number: int, *, to: str = "clock_rules.view") -> ClockPolicy:
    require(user, to)
    row = ClockPolicy.objects.filter(number=number).select_related("written_by", "activated_by").first()
    if row is None:
        raise NotFound
    return row
