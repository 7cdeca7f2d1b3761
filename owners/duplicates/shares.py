"""Two owners held the same home and turn out to be one: on each day his share is what both held. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WHOLE = Decimal(1)
TOLERANCE = Decimal("0.00001")  # thirds written as 0.333333 still make a whole


@dataclass(frozen=True)
class Held:
    """A row: its key, the share, and the days from `since` up to, not including, `until`."""

    key: int
    share: Decimal
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def meets(self, other: "Held") -> bool:
        return self.covers(other.since) or other.covers(self.since)


@dataclass(frozen=True)
class Stretch:
    """Days on which one set of rows holds. `row` is the row that says it from now on; None: one more is needed."""

    row: int | None
    like: int
    share: Decimal
    since: date
    until: date | None


def add_up(ours: list[Held], theirs: list[Held]) -> list[Stretch]:
    """What one owner holds who was thought to be two; nothing if no day belonged to both.

    Each row that was there says one stretch of days, so that as many as possible keep their place.
    """
    if not any(a.meets(b) for a in ours for b in theirs):
        return []
    free, found = {row.key for row in [*ours, *theirs]}, []
    for since, until, rows in _stretches([*ours, *theirs]):
        row = next((row.key for row in rows if row.key in free), None)
        free.discard(row)
        total = sum((row.share for row in rows), Decimal(0))
        share = WHOLE if total >= WHOLE - TOLERANCE else total
        found.append(Stretch(row, rows[0].key, share, since, until))
    return found


def _stretches(rows: list[Held]):
    """(since, until, the rows that hold then), day by day where something begins or ends."""
    days = sorted({row.since for row in rows} | {row.until for row in rows if row.until})
    for since, until in zip(days, [*days[1:], None], strict=True):
        holding = [row for row in rows if row.covers(since)]
        if holding:
            yield since, until, holding
