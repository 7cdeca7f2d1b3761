"""Starting, meeting and cancelling clocks, and turning those that are due into facts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from crm.calendars.services import calendar_for
from crm.events.services import publish
from service_desk.cases.models import CaseHistory, CaseMessage
from service_desk.cases.terms import Direction, Verb
from service_desk.clocks import in_force, rules
from service_desk.clocks.events import DeadlineDue
from service_desk.clocks.in_force import promised
from service_desk.clocks.models import Deadline, DeadlineKind, DeadlineWarning, Measure
from service_desk.clocks.pausing import give_back_pause, mirror, stop


def draft(
    case,
    kind: str,
    *,
    slip=None,
    visit=None,
    working_days: int | None = None,
    turn: int = 1,
    now: datetime,
) -> Deadline | None:
    """A deadline that starts now, not written yet; None where the rules in force give this case no such clock.

    `working_days` sets a length by hand, past the rules; `turn` is which of several it is, each as long again.
    """
    if working_days is not None:
        promise = rules.Promise(kind, Measure.WORKING_DAYS, working_days)
    else:
        promise = promised(in_force.policy_to_start_by(now=now), case, kind)
    if promise is None:
        return None
    drawn = _drawn(case, promise, calendar_for(case.project), turn=turn, now=now)
    drawn.slip, drawn.visit = slip, visit
    return drawn


def _drawn(case, promise: rules.Promise, calendar, *, turn: int = 1, now: datetime) -> Deadline:
    """The deadline that this promise makes on this calendar."""
    amount = promise.amount * turn
    moments = rules.times(calendar, now, amount, promise.measure)
    return Deadline(
        case=case,
        kind=promise.clock,
        started_at=now,
        warn_at=moments.warn_at,
        due_at=moments.due_at,
        late_at=moments.late_at,
        fires_at=moments.warn_at,
        measure=promise.measure,
        amount=amount,
        set_by_id=promise.id,
        calendar_version_id=calendar.version,
    )


def opening(case, *, again: bool = False, now: datetime) -> list[Deadline]:
    """The clocks that start with a case, or `again` with its next round, not written yet, soonest due first."""
    kinds = [DeadlineKind.ANSWER, DeadlineKind.RESOLUTION]
    if not again and not rules.starts_with_an_answer(case.channel):
        kinds.append(DeadlineKind.FIRST_RESPONSE)
    policy, calendar = in_force.policy_to_start_by(now=now), calendar_for(case.project)
    promises = (promised(policy, case, kind) for kind in kinds)
    drafted = [_drawn(case, promise, calendar, now=now) for promise in promises if promise]
    return sorted(drafted, key=lambda clock: clock.due_at)


def lacking(case, *, now: datetime) -> list[Deadline]:
    """What the rules in force promise the owner of this case and does not run, not written yet: it starts now. A promise
    that was kept already, or that nobody can keep any more, is not given a second time."""
    running = set(
        Deadline.objects.running().filter(case=case, slip=None, visit=None).values_list("kind", flat=True)
    )
    owed = [kind for kind in rules.owed(case.status) if kind not in running]
    if DeadlineKind.FIRST_RESPONSE in owed and _is_responded_to(case):
        owed.remove(DeadlineKind.FIRST_RESPONSE)
    drafted = (draft(case, kind, now=now) for kind in owed)
    return [clock for clock in drafted if clock]


def _is_responded_to(case) -> bool:
    if case.round > 1 or rules.starts_with_an_answer(case.channel):
        return True
    return CaseMessage.objects.filter(case=case, direction=Direction.OUT).exists()


def begin(case, *, again: bool = False, now: datetime) -> None:
    """Start the clocks of a case's next round; the caller holds the case's lock."""
    Deadline.objects.bulk_create(opening(case, again=again, now=now))


def start(
    case, kind: str, *, slip=None, visit=None, working_days: int | None = None, now: datetime
) -> Deadline | None:
    """Start a clock of this kind on the case's project calendar; the caller holds the case's lock."""
    deadline = draft(case, kind, slip=slip, visit=visit, working_days=working_days, now=now)
    if deadline is not None:
        deadline.save(force_insert=True)
    return deadline


def meet(case, kind: str, *, slip=None, visit=None, now: datetime) -> int:
    """Stop the running clock because its promise was kept, in time or late. Returns how many were stopped."""
    running = Deadline.objects.running().filter(case=case, kind=kind, slip=slip, visit=visit)
    return stop(running, met_at=now)


def keep(case, *kinds: str, now: datetime) -> int:
    """One act that keeps several promises to the owner at once. Returns how many clocks were stopped."""
    running = Deadline.objects.running().filter(case=case, kind__in=kinds, slip=None, visit=None)
    return stop(running, met_at=now)


def cancel(case, *, kinds=None, visit=None, now: datetime) -> int:
    """Stop clocks that no longer matter: all running ones of the case, or those of the given kinds or visit."""
    running = Deadline.objects.running().filter(case=case)
    if kinds is not None:
        running = running.filter(kind__in=kinds)
    if visit is not None:
        running = running.filter(visit=visit)
    return stop(running, cancelled_at=now)


def running_keys(case) -> list[int]:
    """The keys of the case's running clocks, for whoever stops them and may have to set them going again."""
    return list(Deadline.objects.running().filter(case=case).order_by("id").values_list("id", flat=True))


def revive(case, keys: list[int], *, now: datetime) -> int:
    """Let these stopped clocks run on as they were set, less what they stood still for; what fell due in between is
    told at once. Returns how many."""
    stopped = Deadline.objects.filter(case=case, pk__in=keys, cancelled_at__isnull=False)
    rows = list(stopped.select_related("case__project").order_by("id"))
    later = [row for row in rows if give_back_pause(row)]
    for row in rows:
        row.cancelled_at = None
        row.fires_at = rules.next_moment(row.level, row.moments)
    Deadline.objects.bulk_update(rows, ["cancelled_at", "fires_at", "warn_at", "due_at", "late_at"])
    for row in later:
        mirror(row)
    return len(rows)


def restart(case, kind: str, *, now: datetime) -> Deadline | None:
    """The promise was kept and is given anew."""
    meet(case, kind, now=now)
    return start(case, kind, now=now)


def earliest_due(case) -> datetime | None:
    """When the first of the case's clocks is due; one that stands still is due no day."""
    ticking = Deadline.objects.running().filter(case=case, paused_at=None)
    return ticking.aggregate(first=Min("due_at"))["first"]


@transaction.atomic
def fire_due(*, now: datetime, limit: int = 100) -> int:
    """Turn up to `limit` due deadlines into facts, each level of each deadline once. Returns how many were due.

    1. Take due rows that no other relay holds; a clock that stands still tells nothing. 2. Write a row for each level reached: the unique key makes a
    second telling impossible, and the row, the fact and the next moment are one transaction, so a death in
    between leaves everything to be done again. 3. Publish one fact a level, lowest first.
    """
    due = list(
        Deadline.objects.select_for_update(skip_locked=True)
        .filter(fires_at__lte=now, paused_at=None)
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
