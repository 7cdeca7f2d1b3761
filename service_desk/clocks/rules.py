"""How long each promise is, which rule sets it, and when its warnings are due; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from crm.calendars.arithmetic import (
    WorkingCalendar,
    add_working_days,
    add_working_seconds,
    add_working_time,
    elapsed_working_time,
)

# What the procedure promises where nobody has set a rule.
WORKING_DAYS = {"answer": 5, "department_reply": 3, "return_visit": 5, "progress": 5}
HALF, WHOLE, OVER = 50, 100, 150
LEVELS = (HALF, WHOLE, OVER)
MINUTES = {"working_hours": 60, "working_minutes": 1}


@dataclass(frozen=True)
class Times:
    """The moments of one deadline: half used up, due, and half as much again."""

    warn_at: datetime
    due_at: datetime
    late_at: datetime


@dataclass(frozen=True)
class About:
    """What a rule may ask of a case."""

    kind: str
    severity: str
    subject: str
    project_id: int


@dataclass(frozen=True)
class Promise:
    """One rule as a value; what is empty fits every case. `id` is None for what the procedure itself promises."""

    clock: str
    measure: str
    amount: int
    kind: str = ""
    severity: str = ""
    subject: str = ""
    project_id: int | None = None
    id: int | None = None

    def fits(self, clock: str, case: About) -> bool:
        return (
            self.clock == clock
            and self.kind in ("", case.kind)
            and self.severity in ("", case.severity)
            and self.project_id in (None, case.project_id)
            and (self.subject in ("", case.subject) or case.subject.startswith(f"{self.subject}."))
        )

    @property
    def weight(self) -> tuple:
        """The more a rule asks for, the more specific; then a project before a subject, a severity, a kind."""
        asked = (self.project_id is not None, bool(self.subject), bool(self.severity), bool(self.kind))
        return sum(asked), asked[0], self.subject.count(".") + asked[1], *asked[2:]


def promise_for(promises: Iterable[Promise], clock: str, case: About) -> Promise | None:
    """The most specific rule that fits; None where nothing says anything about this clock."""
    return max((row for row in promises if row.fits(clock, case)), key=lambda row: row.weight, default=None)


def times(calendar: WorkingCalendar, start: datetime, amount: int, measure: str = "working_days") -> Times:
    """Half and half-again are counted in working time, so that no warning comes at night or on a holiday."""
    if measure == "working_days":
        due = add_working_days(calendar, start, amount)
    else:
        due = add_working_time(calendar, start, amount * MINUTES[measure])
    half = elapsed_working_time(calendar, start, due) // 120
    return Times(add_working_time(calendar, start, half), due, add_working_time(calendar, due, half))


def after_pause(calendar: WorkingCalendar, moments: Times, paused: datetime, resumed: datetime) -> Times:
    """The moments once the clock has stood still from `paused` to `resumed`.

    What was left of each in working time is left of it still; a pause outside working hours moves nothing. Moments
    that had passed stay where they were, and none comes earlier.
    """
    moved = [
        _moved(calendar, moment, paused, resumed)
        for moment in (moments.warn_at, moments.due_at, moments.late_at)
    ]
    return Times(*moved)


def _moved(calendar: WorkingCalendar, moment: datetime, paused: datetime, resumed: datetime) -> datetime:
    lost = elapsed_working_time(calendar, paused, resumed)
    if moment <= paused or lost <= 0:
        return moment
    return max(moment, add_working_seconds(calendar, moment, lost))


def due_levels(level: int, moments: Times, now: datetime) -> Iterator[int]:
    """The levels above `level` whose moment has come, lowest first."""
    for candidate, moment in zip(LEVELS, (moments.warn_at, moments.due_at, moments.late_at), strict=True):
        if candidate > level and moment <= now:
            yield candidate


def next_moment(level: int, moments: Times) -> datetime | None:
    """When the level after `level` is due; None after the last."""
    return {0: moments.warn_at, HALF: moments.due_at, WHOLE: moments.late_at}.get(level)


def starts_with_an_answer(channel: str) -> bool:
    """Whoever is on the line or at the front desk has been responded to already."""
    return channel in ("phone", "front_desk")


UNANSWERED = {"registered", "assigned", "investigating", "transferred", "answered"}
UNSETTLED = UNANSWERED | {"proposed", "agreed", "implementing"}


def owed(status: str) -> list[str]:
    """Of the promises that a case begins with, those that are not kept yet where it stands."""
    return ["answer", "first_response"] * (status in UNANSWERED) + ["resolution"] * (status in UNSETTLED)
