"""What a draft would do to the cases that are open: how many clocks change, and which would be overdue at once."""

from dataclasses import dataclass
from datetime import datetime

from service_desk.cases.access import NO_PROJECT, readable_projects
from service_desk.clocks.in_force import read
from service_desk.clocks.models import ClockPolicy, Deadline
from service_desk.clocks.retiming import anew, turn_of

MOST, SHOWN = 20_000, 50


@dataclass(frozen=True)
class Changed:
    """One running clock and what the draft makes of it; `due_at` is None where it would have none."""

    deadline: Deadline
    due_at: datetime | None


@dataclass(frozen=True)
class Preview:
    """`looked_at` running clocks were reckoned; `more` says that there are others, due later than these."""

    looked_at: int
    changed: int
    ended: int
    earlier: int
    later: int
    overdue: int
    shown: list[Changed]
    more: bool


def preview(user, draft: ClockPolicy, *, now: datetime) -> Preview:
    """Reckon the running clocks, soonest due first, by the draft. Four queries, at most so many clocks.

    The figures are the whole house's; the cases that are shown are those that the user reads, overdue ones first.
    """
    policy = read(draft)
    rows = Deadline.objects.running().select_related("case__project", "visit").prefetch_related("pauses")
    rows = list(rows.order_by("due_at", "id")[: MOST + 1])
    looked_at = rows[:MOST]
    found = [(row, anew(row, policy, turn=turn_of(row))) for row in looked_at]
    changed = [Changed(row, new.moments and new.moments.due_at) for row, new in found if new is not None]
    moved = [change for change in changed if change.due_at is not None]
    at_once = [change for change in moved if change.due_at < now <= change.deadline.due_at]
    return Preview(
        looked_at=len(looked_at),
        changed=len(changed),
        ended=len(changed) - len(moved),
        earlier=sum(change.due_at < change.deadline.due_at for change in moved),
        later=sum(change.due_at > change.deadline.due_at for change in moved),
        overdue=len(at_once),
        shown=_readable(user, [*at_once, *(row for row in changed if row not in at_once)]),
        more=len(rows) > MOST,
    )


def _readable(user, changes: list[Changed]) -> list[Changed]:
    if user.unrestricted:
        return changes[:SHOWN]
    mine = set(readable_projects(user) or NO_PROJECT)
    return [change for change in changes if change.deadline.case.project_id in mine][:SHOWN]
