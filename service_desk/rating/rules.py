"""How a department served; pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Service:
    """Counts of a department's slips in a stretch of time, and the stars both sides gave.

    `answered` counts slips by the day of their answer; `first_answers` are the first answers of a case, and
    `accepted_at_once` those after which the same department was not asked again for that case.
    """

    answered: int
    on_time: int
    first_answers: int
    accepted_at_once: int
    waiting: int
    overdue: int
    rated_by_desk: int
    stars_from_desk: float | None
    rated_by_department: int
    stars_from_department: float | None

    @property
    def on_time_share(self) -> int | None:
        return percent(self.on_time, self.answered)

    @property
    def accepted_share(self) -> int | None:
        return percent(self.accepted_at_once, self.first_answers)


@dataclass(frozen=True)
class Month:
    """A calendar month of a department: its answers by the day of the answer, the stars by the day they were given."""

    first: date
    answered: int = 0
    on_time: int = 0
    first_answers: int = 0
    accepted_at_once: int = 0
    stars_from_desk: float | None = None
    stars_from_department: float | None = None

    @property
    def on_time_share(self) -> int | None:
        return percent(self.on_time, self.answered)

    @property
    def accepted_share(self) -> int | None:
        return percent(self.accepted_at_once, self.first_answers)


def months_until(today: date, count: int) -> list[date]:
    """The first days of the last so many months, the oldest first, this month the last."""
    last = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - count + 1, last + 1)]


def percent(part: int, whole: int) -> int | None:
    """A whole percentage; of nothing there is none."""
    return None if whole == 0 else round(100 * part / whole)
