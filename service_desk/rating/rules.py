"""How a department served; pure."""

from dataclasses import dataclass


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


def percent(part: int, whole: int) -> int | None:
    """A whole percentage; of nothing there is none."""
    return None if whole == 0 else round(100 * part / whole)
