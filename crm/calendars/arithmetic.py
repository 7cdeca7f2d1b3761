"""When is it due, and how much working time has passed: pure, total, in whole seconds, never walking day by day.

An instant is working time when the calendar's own clock reads a time inside a frame of that date. So an hour that
the clock skips in spring is never worked, and an hour that it repeats in autumn is worked twice. Everything rests on
one growing sum, ``_worked_before``: the working seconds of the wall clock's time line up to a point, read from
prefix sums of the week and of the dates that differ from it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

from crm.calendars.frames import EmptyCalendar, Frame, orderly
from crm.calendars.zones import SECONDS_A_DAY, stretches, utc_moment, utc_seconds

# Days are counted from Monday, 5 January 1970, so that a day's weekday is its number modulo seven.
MONDAY = date(1970, 1, 5).toordinal()
MONDAY_SECONDS = 4 * SECONDS_A_DAY
LAST_DAY = date.max.toordinal() - MONDAY


class BeyondCalendar(ValueError):
    """The answer lies past the year 9998, where there are no dates any more."""


@dataclass(frozen=True)
class WorkingCalendar:
    """One version of a calendar as a value.

    ``weekly`` maps a weekday (Monday is 0) to its frames in minutes since midnight, 1440 being 24:00. ``overrides``
    maps a date to the frames that hold instead: none on a holiday, some on a make-up working day. ``version`` is
    the stored version's id, None for a calendar that is not stored; ``title`` is its name and number for people.
    """

    zone: ZoneInfo
    weekly: Mapping[int, Iterable[tuple[int, int]]]
    overrides: Mapping[date, Iterable[tuple[int, int]]] = field(default_factory=dict)
    version: int | None = None
    title: str = ""

    def __post_init__(self):
        week = tuple(orderly(self.weekly.get(weekday, ())) for weekday in range(7))
        if not any(week):
            raise EmptyCalendar("A calendar needs at least one weekday with working time.")
        dates = {day: orderly(frames) for day, frames in sorted(self.overrides.items())}
        put = object.__setattr__
        put(self, "weekly", MappingProxyType(dict(enumerate(week))))
        put(self, "overrides", MappingProxyType(dates))
        put(self, "_sums", _Sums(week, {day.toordinal() - MONDAY: frames for day, frames in dates.items()}))

    def frames_on(self, day: date) -> tuple[Frame, ...]:
        return self._sums.frames_on(day.toordinal() - MONDAY)

    def is_working_day(self, day: date) -> bool:
        return bool(self.frames_on(day))


class _Sums:
    """Prefix sums over one calendar's wall clock: working seconds and working days before a given day."""

    def __init__(self, week: tuple[tuple[Frame, ...], ...], dates: dict[int, tuple[Frame, ...]]):
        self.week, self.dates = week, dates
        lengths = [_length(frames) for frames in week]
        self.seconds_of_week = (0, *accumulate(lengths))
        self.days_of_week = (0, *accumulate(int(bool(frames)) for frames in week))
        self.changed = sorted(dates)
        self.seconds_changed = (
            0,
            *accumulate(_length(dates[day]) - lengths[day % 7] for day in self.changed),
        )
        self.days_changed = (0, *accumulate(bool(dates[day]) - bool(week[day % 7]) for day in self.changed))

    def frames_on(self, day: int) -> tuple[Frame, ...]:
        frames = self.dates.get(day)
        return self.week[day % 7] if frames is None else frames

    def seconds_before(self, day: int) -> int:
        weeks, weekday = divmod(day, 7)
        changed = self.seconds_changed[bisect_left(self.changed, day)]
        return weeks * self.seconds_of_week[7] + self.seconds_of_week[weekday] + changed

    def days_before(self, day: int) -> int:
        weeks, weekday = divmod(day, 7)
        changed = self.days_changed[bisect_left(self.changed, day)]
        return weeks * self.days_of_week[7] + self.days_of_week[weekday] + changed


def add_working_days(calendar: WorkingCalendar, start: datetime, days: int) -> datetime:
    """The closing of the last of ``days`` working days; the day after receipt is day 1. In UTC.

    The hour of receipt plays no part: what comes in after closing, or on a holiday, also begins on the day after.
    No days at all are due at once.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards.")
    if days == 0:
        return start
    sums = calendar._sums
    received = start.astimezone(calendar.zone).date().toordinal() - MONDAY
    wanted = sums.days_before(received + 1) + days
    return _closing(calendar, _day_reaching(sums.days_before, wanted, received + 1))


def add_working_time(calendar: WorkingCalendar, start: datetime, minutes: int) -> datetime:
    """The moment at which ``minutes`` of working time after ``start`` are used up. In UTC.

    A budget that runs out exactly at closing time falls due at that closing, not at the next opening.
    """
    if minutes < 0:
        raise ValueError("Working time is counted forwards.")
    if minutes == 0:
        return start
    return utc_moment(_moment_worked(calendar, utc_seconds(start), minutes * 60))


def add_working_seconds(calendar: WorkingCalendar, start: datetime, seconds: int) -> datetime:
    """As `add_working_time`, to the second: for what is left of a time that stood still. In UTC."""
    if seconds < 0:
        raise ValueError("Working time is counted forwards.")
    if seconds == 0:
        return start
    return utc_moment(_moment_worked(calendar, utc_seconds(start), seconds))


def elapsed_working_time(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Working seconds between two moments; negative when ``end`` lies before ``start``."""
    first, last = utc_seconds(start), utc_seconds(end)
    if last < first:
        return -elapsed_working_time(calendar, end, start)
    total = 0
    for begins, ends, offset in stretches(calendar.zone, first):
        until = min(ends, last)
        total += _worked_before(calendar, until + offset) - _worked_before(calendar, begins + offset)
        if until == last:
            return total
    raise BeyondCalendar("There is no working time after the year 9998.")


def next_opening(calendar: WorkingCalendar, moment: datetime) -> datetime:
    """The moment itself where it is working time, otherwise the next moment at which it begins. In UTC."""
    seconds = utc_seconds(moment)
    opening = _moment_worked(calendar, seconds, 1) - 1
    return moment if opening == seconds else utc_moment(opening)


def is_working_time(calendar: WorkingCalendar, moment: datetime) -> bool:
    wall = moment.astimezone(calendar.zone)
    minute = wall.hour * 60 + wall.minute
    return any(opens <= minute < closes for opens, closes in calendar.frames_on(wall.date()))


def working_days_between(calendar: WorkingCalendar, first: date, last: date) -> int:
    """Working days from ``first`` to ``last``, both included."""
    sums = calendar._sums
    return sums.days_before(last.toordinal() - MONDAY + 1) - sums.days_before(first.toordinal() - MONDAY)


def closing(calendar: WorkingCalendar, day: date) -> datetime | None:
    """When work ends on that date; None where there is none."""
    return _closing(calendar, day.toordinal() - MONDAY) if calendar.frames_on(day) else None


def _length(frames: tuple[Frame, ...]) -> int:
    return sum(closes - opens for opens, closes in frames) * 60


def _worked_before(calendar: WorkingCalendar, wall: int) -> int:
    """Working seconds on the wall clock's time line before ``wall`` (seconds since 1970 as the clock reads)."""
    sums = calendar._sums
    day, second = divmod(wall - MONDAY_SECONDS, SECONDS_A_DAY)
    worked = sums.seconds_before(day)
    for opens, closes in sums.frames_on(day):
        if second <= opens * 60:
            break
        worked += min(second, closes * 60) - opens * 60
    return worked


def _moment_worked(calendar: WorkingCalendar, start: int, wanted: int) -> int:
    """The first UTC second at which ``wanted`` > 0 working seconds since ``start`` have passed."""
    for begins, ends, offset in stretches(calendar.zone, start):
        before = _worked_before(calendar, begins + offset)
        here = _worked_before(calendar, ends + offset) - before
        if wanted <= here:
            return _wall_reaching(calendar, before + wanted, begins + offset) - offset
        wanted -= here
    raise BeyondCalendar("The working time asked for would end after the year 9998.")


def _wall_reaching(calendar: WorkingCalendar, worked: int, wall: int) -> int:
    """The first point of the wall clock's time line, after ``wall``, before which ``worked`` seconds were worked."""
    sums = calendar._sums
    day = _day_reaching(sums.seconds_before, worked, (wall - MONDAY_SECONDS) // SECONDS_A_DAY)
    missing = worked - sums.seconds_before(day)
    for opens, closes in sums.frames_on(day):
        here = (closes - opens) * 60
        if missing <= here:
            return day * SECONDS_A_DAY + MONDAY_SECONDS + opens * 60 + missing
        missing -= here
    raise AssertionError("a day's frames hold what the day's sum says")


def _day_reaching(before, wanted: int, first: int) -> int:
    """The earliest day, from ``first`` on, at whose end the growing sum ``before`` has reached ``wanted``.

    Doubling steps and then halving: the number of steps grows with the logarithm of the distance.
    """
    step, last = 1, first
    while before(last + 1) < wanted:
        first, last, step = last + 1, last + step, step * 2
        if last > LAST_DAY:
            raise BeyondCalendar("The date asked for lies after the year 9998.")
    while first < last:
        middle = (first + last) // 2
        if before(middle + 1) >= wanted:
            last = middle
        else:
            first = middle + 1
    return first


def _closing(calendar: WorkingCalendar, day: int) -> datetime:
    """The UTC moment at which the last frame of a working day ends.

    Where the clock repeats that time, the later one; where it skips it, the moment of the jump.
    """
    wall = day * SECONDS_A_DAY + MONDAY_SECONDS + calendar._sums.frames_on(day)[-1].closes * 60
    # No zone is farther than 26 hours from UTC, and a jump moves the date by a day at most.
    moment = None
    for begins, ends, offset in stretches(calendar.zone, wall - 2 * SECONDS_A_DAY):
        if begins + offset >= wall:
            break
        moment = min(wall - offset, ends)
    return utc_moment(moment)
