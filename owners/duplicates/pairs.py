"""The only writers of suspected pairs besides the scan: what somebody decided, and what a merge makes of it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from owners.days import day_of

from .models import DuplicatePair
from .states import DECISIONS, MOVES, PairStatus

A_MONTH = timedelta(days=30)
LONGEST = timedelta(days=366)


def decide(
    actor, pair: DuplicatePair, *, decision: str, until: date | None = None, now: datetime
) -> DuplicatePair:
    """Say whether two cards are one person: same, different, or later (until a day; a month if none is given)."""
    with transaction.atomic():
        return _decide(actor, [pair.pk], decision, until, now)[0]


def decide_many(
    actor, pairs: list[DuplicatePair], *, decision: str, until: date | None = None, now: datetime
) -> list[DuplicatePair]:
    """One decision on many pairs, all or none."""
    with transaction.atomic():
        return _decide(actor, [pair.pk for pair in pairs], decision, until, now)


def _decide(actor, keys: list[int], decision: str, until: date | None, now: datetime) -> list[DuplicatePair]:
    if decision not in DECISIONS:
        raise Refused(fields={"decision": _("Choose one of the list.")})
    until = _day(decision, until, day_of(now))
    held = list(DuplicatePair.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for row in held:
        if row.status == PairStatus.MERGED:
            raise IllegalMove(_("These two have been merged already."))
        if row.status != DECISIONS[decision] or row.later_until != until:
            _move(row, DECISIONS[decision], by=actor, now=now, until=until)
    return held


def _day(decision: str, until: date | None, today: date) -> date | None:
    if decision != "later":
        return None
    until = until or today + A_MONTH
    if not today < until <= today + LONGEST:
        raise Refused(fields={"until": _("Name a day after today and within a year.")})
    return until


def reopen(actor, pair: DuplicatePair, *, now: datetime) -> DuplicatePair:
    """Take a decision back: the pair is to be decided again."""
    with transaction.atomic():
        row = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
        if row.status in (PairStatus.OPEN, PairStatus.MERGED):
            raise IllegalMove(_("There is no decision to take back."))
        _move(row, PairStatus.OPEN, by=actor, now=now)
    return row


def _move(row: DuplicatePair, to: PairStatus, *, by, now: datetime, until: date | None = None) -> None:
    """The only line that gives a pair its status."""
    before, decided = row.status, to != PairStatus.OPEN
    if to != before and to not in MOVES[PairStatus(before)]:
        raise IllegalMove
    row.status, row.later_until = to, until
    row.decided_by, row.decided_at = (by, now) if decided else (None, None)
    row.save(update_fields=["status", "later_until", "decided_by", "decided_at"])
    record(by, "duplicates.decide", row, now=now, before={"status": before}, after={"status": str(to)})


def _between(kept, gone) -> DuplicatePair | None:
    low, high = sorted((kept.pk, gone.pk))
    return DuplicatePair.objects.select_for_update().filter(first=low, second=high).first()


def merged(actor, kept, gone, *, now: datetime) -> str:
    """These two are one now; what their pair was before, empty if nobody had raised it."""
    pair = _between(kept, gone)
    if pair is None:
        return ""
    was = pair.status
    _move(pair, PairStatus.MERGED, by=actor, now=now)
    return was


def parted(actor, kept, gone, was: str, *, now: datetime) -> None:
    """These two are two again: their pair is what it was, but for a day that may have passed."""
    pair = _between(kept, gone)
    if pair and was and pair.status == PairStatus.MERGED:
        to = PairStatus.OPEN if was == PairStatus.LATER else PairStatus(was)
        _move(pair, to, by=actor, now=now)


def wake_put_off(*, now: datetime, limit: int) -> int:
    """Bring back up to `limit` pairs that were put off until today."""
    with transaction.atomic():
        due = DuplicatePair.objects.filter(status=PairStatus.LATER, later_until__lte=day_of(now))
        keys = list(
            due.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:limit]
        )
        return _move_back_in(keys)


def _move_back_in(keys: list[int]) -> int:
    rows = DuplicatePair.objects.filter(pk__in=keys)
    return rows.update(status=PairStatus.OPEN, later_until=None, decided_by=None, decided_at=None)
