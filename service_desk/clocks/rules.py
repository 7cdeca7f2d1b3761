"""How long each promise is, and when its warnings are due; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crm.calendars.arithmetic import (
    WorkingCalendar,
    add_working_days,
    add_working_time,
    elapsed_working_time,
)

WORKING_DAYS = {"answer": 5, "department_reply": 3, "return_visit": 5, "progress": 5}
HALF, WHOLE, OVER = 50, 100, 150
LEVELS = (HALF, WHOLE, OVER)


@dataclass(frozen=True)
class Times:
    """The moments of one deadline: half used up, due, and half as much again."""

    warn_at: datetime
    due_at: datetime
    late_at: datetime


def times(calendar: WorkingCalendar, start: datetime, working_days: int) -> Times:
    """Half and half-again are counted in working time, so that no warning comes at night or on a holiday."""
    due = add_working_days(calendar, start, working_days)
    half = elapsed_working_time(calendar, start, due) // 120
    return Times(add_working_time(calendar, start, half), due, add_working_time(calendar, due, half))


def due_levels(level: int, moments: Times, now: datetime) -> Iterator[int]:
    """The levels above `level` whose moment has come, lowest first."""
    for candidate, moment in zip(LEVELS, (moments.warn_at, moments.due_at, moments.late_at), strict=True):
        if candidate > level and moment <= now:
            yield candidate


def next_moment(level: int, moments: Times) -> datetime | None:
    """When the level after `level` is due; None after the last."""
    return {0: moments.warn_at, HALF: moments.due_at, WHOLE: moments.late_at}.get(level)
