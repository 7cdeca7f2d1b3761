"""Visits to the home: times are offered, the owner chooses one, somebody goes there and says what came of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, Refused
from service_desk.cases.services.moves import need
from service_desk.cases.terms import Verb
from service_desk.repairs import letters, rules
from service_desk.repairs.models import OfferedTime, RepairCall, RepairOrder
from service_desk.repairs.states import CALL_OPEN, OUTCOMES, CallStatus, RepairStatus

from .moves import locked_below, locked_order, move, tell

Times = Sequence[tuple[datetime, datetime]]


@transaction.atomic
def offer(
    actor,
    order: RepairOrder,
    *,
    engineer=None,
    contractor=None,
    times: Times,
    write: bool = False,
    now: datetime,
) -> RepairCall:
    """Offer a visit by an engineer or a contractor: a first time and up to three alternatives.

    With `write` the owner gets a link by which he chooses. Raises Refused for a time that is past, too short, or at
    which the engineer is promised elsewhere.
    """
    if (engineer is None) == (contractor is None):
        raise Refused(fields={"engineer": _("Say who goes there: an engineer or a contractor.")})
    _check_times(times, now)
    order = locked_order(order)
    if order.status != RepairStatus.ORDERED:
        raise IllegalMove(stands_in=order.status)
    for starts_at, ends_at in times:
        if engineer is not None and _promised(engineer, starts_at, ends_at):
            raise Refused(fields={"times": _busy(engineer)}, code="engineer_busy")
    call = RepairCall.objects.create(
        order=order, engineer=engineer, contractor=contractor, offered_by=actor, offered_at=now
    )
    OfferedTime.objects.bulk_create(
        OfferedTime(call=call, position=place, starts_at=starts, ends_at=ends)
        for place, (starts, ends) in enumerate(times, start=1)
    )
    tell(actor, order, Verb.REPAIR_OFFERED, detail={"times": len(times)}, now=now)
    if write:
        letters.ask_for_time(actor, call, now=now)
    return call


def _check_times(times: Times, now: datetime) -> None:
    if not 1 <= len(times) <= rules.MOST_TIMES:
        raise Refused(fields={"times": _("Offer one time and up to three alternatives.")})
    if any(rules.wrong_time(starts, ends) for starts, ends in times):
        raise Refused(fields={"times": _("A visit lasts between a quarter of an hour and twelve hours.")})
    if any(starts < now for starts, _ends in times):
        raise Refused(fields={"times": _("This time is past.")})


def _promised(engineer, starts_at: datetime, ends_at: datetime) -> bool:
    rows = RepairCall.objects.filter(engineer=engineer, status=CallStatus.AGREED)
    return rows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists()


def _busy(engineer) -> str:
    return _("%(name)s is promised elsewhere at that time.") % {"name": engineer.display_name}


@transaction.atomic
def choose(actor, call: RepairCall, *, position: int, by_owner: bool = False, now: datetime) -> RepairCall:
    """Agree on one of the times offered. What was promised elsewhere meanwhile is refused: choose another.

    `actor` is None where the owner chooses by his own link. The database refuses a second promise of one person at
    one time, whoever comes later.
    """
    call = locked_below(call)
    if call.status != CallStatus.OFFERED:
        raise IllegalMove(stands_in=call.status)
    time = call.times.filter(position=position).first()
    if time is None:
        raise Refused(fields={"time": _("This choice is not known.")})
    if time.ends_at < now:
        raise Refused(fields={"time": _("This time is past.")})
    changes = {"starts_at": time.starts_at, "ends_at": time.ends_at, "chosen_by_owner": by_owner}
    try:
        with transaction.atomic():
            move(call, CallStatus.AGREED, **changes)
    except IntegrityError as error:
        if "repaircall_nobody_twice" not in str(error):
            raise
        words = _("This time has just been given away. Please choose another.")
        raise Refused(fields={"time": words}, code="time_taken") from None
    detail = {"at": time.starts_at.isoformat(), "by_owner": by_owner}
    tell(actor, call.order, Verb.REPAIR_AGREED, detail=detail, now=now)
    return call


@transaction.atomic
def record_outcome(actor, call: RepairCall, *, outcome: str, words: str = "", now: datetime) -> RepairCall:
    """What came of a visit: done, nobody at home, or a part is needed (which one is said)."""
    if outcome not in OUTCOMES:
        raise Refused(fields={"outcome": _("This choice is not known.")})
    if outcome == CallStatus.NEEDS_PART:
        need(words=words)
    call = locked_below(call)
    move(call, outcome, words=words.strip(), recorded_by=actor, recorded_at=now)
    tell(actor, call.order, Verb.REPAIR_VISITED, detail={"came": str(outcome)}, now=now)
    return call


@transaction.atomic
def cancel_call(actor, call: RepairCall, *, because: str, now: datetime) -> RepairCall:
    """Give up a visit that is still ahead; its time is free again."""
    need(because=because)
    call = locked_below(call)
    if call.status not in CALL_OPEN:
        raise IllegalMove(stands_in=call.status)
    move(call, CallStatus.CANCELLED, words=because)
    tell(actor, call.order, Verb.REPAIR_CALLED_OFF, because=because, now=now)
    return call
