"""Starting, meeting and cancelling clocks, and turning those that are due into facts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from crm.calendars.services import calendar_for
from crm.events.services import publish
from service_desk.cases.models import CaseHistory
from service_desk.cases.terms import Verb
from service_desk.clocks import rules
from service_desk.clocks.events import DeadlineDue
from service_desk.clocks.models import Deadline, DeadlineWarning


def draft(
    case, kind: str, *, slip=None, visit=None, working_days: int | None = None, now: datetime
) -> Deadline:
    """A deadline that starts now, not written yet: for callers that write several at once."""
    days = rules.WORKING_DAYS[kind] if working_days is None else working_days
    calendar = calendar_for(case.project)
    moments = rules.times(calendar, now, days)
    return Deadline(
        case=case,
        kind=kind,
        slip=slip,
        visit=visit,
        started_at=now,
        warn_at=moments.warn_at,
        due_at=moments.due_at,
        late_at=moments.late_at,
        fires_at=moments.warn_at,
        working_days=days,
        calendar_version_id=calendar.version,
    )


def start(
    case, kind: str, *, slip=None, visit=None, working_days: int | None = None, now: datetime
) -> Deadline:
    """Start a clock of this kind on the case's project calendar; the caller holds the case's lock."""
    deadline = draft(case, kind, slip=slip, visit=visit, working_days=working_days, now=now)
    deadline.save(force_insert=True)
    return deadline


def meet(case, kind: str, *, slip=None, visit=None, now: datetime) -> int:
    """Stop the running clock because its promise was kept, in time or late. Returns how many were stopped."""
    running = Deadline.objects.running().filter(case=case, kind=kind, slip=slip, visit=visit)
    return running.update(met_at=now, fires_at=None)


def cancel(case, *, kinds=None, visit=None, now: datetime) -> int:
    """Stop clocks that no longer matter: all running ones of the case, or those of the given kinds or visit."""
    running = Deadline.objects.running().filter(case=case)
    if kinds is not None:
        running = running.filter(kind__in=kinds)
    if visit is not None:
        running = running.filter(visit=visit)
    return running.update(cancelled_at=now, fires_at=None)


def restart(case, kind: str, *, now: datetime) -> Deadline:
    """The promise was kept and is given anew."""
    meet(case, kind, now=now)
    return start(case, kind, now=now)


def earliest_due(case) -> datetime | None:
    """When the first of the case's running clocks is due."""
    return Deadline.objects.running().filter(case=case).aggregate(first=Min("due_at"))["first"]


@transaction.atomic
def fire_due(*, now: datetime, limit: int = 100) -> int:
    """Turn up to `limit` due deadlines into facts, each level of each deadline once. Returns how many were due.

    1. Take due rows that no other relay holds. 2. Write a row for each level reached: the unique key makes a
    second telling impossible, and the row, the fact and the next moment are one transaction, so a death in
    between leaves everything to be done again. 3. Publish one fact a level, lowest first.
    """
    due = list(
        Deadline.objects.select_for_update(skip_locked=True)
        .filter(fires_at__lte=now)
        .order_by("fires_at")[:limit]
    )
    reached = [(row, level) for row in due for level in rules.due_levels(row.level, row.moments, now)]
    DeadlineWarning.objects.bulk_create(
        [DeadlineWarning(deadline=row, level=level, at=now) for row, level in reached]
    )
    CaseHistory.objects.bulk_create([_history(row, level, now) for row, level in reached])
    for row, level in reached:
        publish(DeadlineDue(deadline_id=row.pk, case_id=row.case_id, kind=row.kind, level=level), now=now)
        row.level = level
    for row in due:
        row.fires_at = rules.next_moment(row.level, row.moments)
    Deadline.objects.bulk_update(due, ["level", "fires_at"])
    return len(due)


def _history(deadline: Deadline, level: int, now: datetime) -> CaseHistory:
    detail = {"kind": deadline.kind, "level": level, "due_at": deadline.due_at.isoformat()}
    return CaseHistory(case_id=deadline.case_id, at=now, verb=Verb.CLOCK_WARNED, detail=detail)
