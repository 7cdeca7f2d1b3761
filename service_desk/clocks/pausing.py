"""A clock stands still for a reason, by somebody's name, no longer than the reason allows, and goes on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit import services as audit
from crm.calendars.arithmetic import add_working_days
from crm.calendars.selectors import calendar_of_version, standard_calendar
from crm.errors import IllegalMove, Refused
from crm.reading import Kept, Open
from service_desk.cases.models import Case, CaseHistory, ReturnVisit, TransferSlip
from service_desk.cases.terms import Verb
from service_desk.clocks import rules
from service_desk.clocks.in_force import policy_in_force
from service_desk.clocks.models import Deadline, DeadlinePause, PauseReason


def all_reasons(*, now: datetime) -> list[PauseReason]:
    """The list of reasons in force."""
    return _REASONS.rows(policy=policy_in_force(now=now).id)


_REASONS = Kept(lambda: PauseReason.objects.filter(policy=Open("policy")).order_by("id"))


def reasons_for(deadline: Deadline, *, now: datetime) -> list[PauseReason]:
    """The reasons in force for which a clock of this kind may stand still."""
    return [reason for reason in all_reasons(now=now) if deadline.kind in reason.clocks]


@transaction.atomic
def pause(actor, deadline: Deadline, *, reason: str, words: str, now: datetime) -> DeadlinePause:
    """Let a running clock stand still. `reason` is a code of the list in force, and words say what it is about.

    What is late already is not paused: nobody hides a broken promise. Raises Refused with the field to correct.
    """
    row = held(deadline)
    must_run(row, now)
    chosen = next((each for each in reasons_for(row, now=now) if each.code == reason), None)
    if chosen is None:
        raise Refused(fields={"reason": _("This clock is not paused for such a reason.")})
    if not words.strip():
        raise Refused(fields={"words": _("Please fill this in.")})
    until = add_working_days(calendar_of(row), now, chosen.longest_days)
    pause = DeadlinePause.objects.create(
        deadline=row,
        reason=chosen,
        words=words.strip(),
        paused_by=actor,
        paused_at=now,
        until=until,
        due_before=row.due_at,
    )
    row.paused_at, row.fires_at = now, until
    row.save(update_fields=["paused_at", "fires_at"])
    detail = {"kind": row.kind, "reason": chosen.names, "until": until.isoformat()}
    mirror(row)
    remember(row, actor, Verb.CLOCK_PAUSED, words.strip(), detail, now)
    return pause


@transaction.atomic
def resume(actor, deadline: Deadline, *, now: datetime) -> Deadline:
    """Let the clock go on; what was left of its time when it was paused is left of it now."""
    row = held(deadline)
    if not row.is_paused:
        raise IllegalMove(_("This clock does not stand still."))
    _go_on(row, actor, now)
    return row


@transaction.atomic
def end_due(*, now: datetime, limit: int = 100) -> int:
    """Pauses that have lasted as long as they may: their clocks go on as of that moment. Returns how many.

    The case is held before its clock, as every verb does it; a case that somebody works on waits for the next call.
    """
    over = Deadline.objects.filter(fires_at__lte=now, paused_at__isnull=False).order_by("fires_at")
    named = list(over.values_list("pk", "case_id")[:limit])
    cases = Case.objects.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    held = set(cases.filter(pk__in={case for _pk, case in named}).values_list("pk", flat=True))
    ended = 0
    for pk, case in named:
        if case in held:
            row = _running(pk)
            if row.is_paused and row.fires_at <= now:
                _go_on(row, None, now)
                ended += 1
    return ended


def stop(running, **moment) -> int:
    """Stop these clocks for good, those that stand still too: a pause ends with its clock. Returns how many."""
    (at,) = moment.values()
    open_pauses = DeadlinePause.objects.filter(ended_at=None, deadline__in=running.exclude(paused_at=None))
    open_pauses.update(ended_at=at)
    return running.update(**moment, fires_at=None, paused_at=None)


def calendar_of(deadline: Deadline):
    """The calendar by which the clock was set, as it was then."""
    if deadline.calendar_version_id is None:
        return standard_calendar(deadline.case.project.timezone)
    return calendar_of_version(deadline.calendar_version_id)


def mirror(deadline: Deadline) -> None:
    """A slip, a visit and the case show when they are due: they follow their clock, the case the first that ticks."""
    if deadline.slip_id:
        TransferSlip.objects.filter(pk=deadline.slip_id).update(due_at=deadline.due_at)
    if deadline.visit_id:
        ReturnVisit.objects.filter(pk=deadline.visit_id).update(due_at=deadline.due_at)
    ticking = Deadline.objects.running().filter(case=deadline.case_id, paused_at=None)
    soonest = ticking.order_by("due_at").values("due_at")[:1]
    Case.objects.filter(pk=deadline.case_id).update(due_at=soonest)


def _go_on(row: Deadline, actor, now: datetime) -> None:
    pause = row.pauses.select_related("reason").get(ended_at=None)
    ends = min(now, pause.until)
    moments = rules.after_pause(calendar_of(row), row.moments, pause.paused_at, ends)
    set_moments(row, moments)
    row.paused_at = None
    row.fires_at = rules.next_moment(row.level, moments)
    row.save(update_fields=["warn_at", "due_at", "late_at", "paused_at", "fires_at"])
    pause.ended_at, pause.ended_by, pause.due_after = ends, actor, row.due_at
    pause.save(update_fields=["ended_at", "ended_by", "due_after"])
    mirror(row)
    detail = {"kind": row.kind, "reason": pause.reason.names, "due_at": row.due_at.isoformat()}
    remember(row, actor, Verb.CLOCK_RESUMED, "", detail, now)


def give_back_pause(row: Deadline) -> bool:
    """A pause that ended with its clock moved nothing then; where the clock runs on after all, it counts."""
    pause = row.pauses.filter(due_after=None).exclude(ended_at=None).order_by("-id").first()
    if pause is None:
        return False
    ends = min(pause.ended_at, pause.until)
    set_moments(row, rules.after_pause(calendar_of(row), row.moments, pause.paused_at, ends))
    pause.due_after = row.due_at
    pause.save(update_fields=["due_after"])
    return True


def set_moments(row: Deadline, moments: rules.Times) -> None:
    row.warn_at, row.due_at, row.late_at = moments.warn_at, moments.due_at, moments.late_at


def held(deadline: Deadline) -> Deadline:
    """The clock as it stands now, its case held first: one order for everybody."""
    Case.objects.select_for_update(no_key=True).get(pk=deadline.case_id)
    return _running(deadline.pk)


def _running(pk: int) -> Deadline:
    rows = Deadline.objects.select_for_update(no_key=True, of=("self",)).select_related("case__project")
    return rows.get(pk=pk)


def must_run(row: Deadline, now: datetime) -> None:
    if not row.is_running:
        raise IllegalMove(_("This clock has stopped."))
    if row.is_paused:
        raise IllegalMove(_("This clock stands still already."))
    if row.due_at <= now:
        raise IllegalMove(_("This clock has run out; what is late is not paused."), code="clock_is_late")


def remember(row: Deadline, actor, verb: str, because: str, detail: dict, now: datetime) -> None:
    CaseHistory.objects.create(
        case_id=row.case_id, at=now, actor=actor, verb=verb, because=because, detail=detail
    )
    if actor is not None:
        audit.record(actor, f"clocks.{verb}", row.case, now=now, after={"kind": row.kind})
