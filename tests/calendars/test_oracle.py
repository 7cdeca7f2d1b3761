"""The arithmetic of deadlines against the slow truth, on ten thousand random calendars."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from crm.calendars import arithmetic
from crm.calendars.arithmetic import WorkingCalendar
from tests.calendars.oracle import DAY, WINDOW_DAYS, random_calendar, sample

BATCHES, CALENDARS_A_BATCH = 20, 500


class Fast:
    """The functions under test; the controls replace one of them with a wrong one."""

    add_working_days = staticmethod(arithmetic.add_working_days)
    add_working_time = staticmethod(arithmetic.add_working_time)
    elapsed_working_time = staticmethod(arithmetic.elapsed_working_time)
    next_opening = staticmethod(arithmetic.next_opening)


def differences(seed: int, fast=Fast):
    """Ask the fast functions and the oracle the same questions of one random calendar; yield where they differ."""
    random = Random(seed)  # noqa: S311  repeatable, not secret
    calendar, first = random_calendar(random)
    truth = sample(calendar, first)
    # Two days of margin on both sides, so that the window holds the whole local day of what is asked.
    index, later = sorted(random.sample(range(2 * DAY, (WINDOW_DAYS - 2) * DAY), 2))
    start = truth.moment(index)
    minutes, days = random.choice([1, 30, 240, random.randint(1, 4000)]), random.randint(1, 12)
    questions = [
        (
            "time",
            truth.after_working(index, minutes),
            lambda: fast.add_working_time(calendar, start, minutes),
        ),
        ("days", truth.after_days(index, days), lambda: fast.add_working_days(calendar, start, days)),
        ("opening", truth.opening(index), lambda: fast.next_opening(calendar, start)),
    ]
    for name, expected, ask in questions:
        if expected is not None and ask() != expected:
            yield name, start, expected, ask(), calendar
    worked = fast.elapsed_working_time(calendar, start, truth.moment(later))
    if worked != truth.between(index, later):
        yield "elapsed", start, truth.between(index, later), worked, calendar
    due = fast.add_working_time(calendar, start, minutes)
    if fast.elapsed_working_time(calendar, start, due) != minutes * 60:
        yield "round trip", start, minutes, due, calendar


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_fast_answers_equal_the_minute_by_minute_ones(batch):
    for seed in range(batch * CALENDARS_A_BATCH, (batch + 1) * CALENDARS_A_BATCH):
        assert not list(differences(seed))


def test_the_questions_reach_what_is_difficult():
    """Without this the ten thousand calendars might all be easy ones."""
    seen = {"24:00": 0, "lunch": 0, "make-up": 0, "holiday": 0, "jump": 0, "closing": 0}
    for seed in range(1000):
        random = Random(seed)  # noqa: S311  repeatable, not secret
        calendar, first = random_calendar(random)
        truth = sample(calendar, first)
        week = [frames for frames in calendar.weekly.values() if frames]
        seen["24:00"] += any(frames[-1].closes == DAY for frames in week)
        seen["lunch"] += any(len(frames) > 1 for frames in week)
        for day, frames in calendar.overrides.items():
            seen["holiday"] += bool(calendar.weekly[day.weekday()]) and not frames
            seen["make-up"] += not calendar.weekly[day.weekday()] and bool(frames)
        seen["jump"] += bool((truth.walls[1:] - truth.walls[:-1] != 1).any())
        due = truth.after_working(3 * DAY, 240)
        seen["closing"] += due is not None and not arithmetic.is_working_time(calendar, due)
    assert min(seen.values()) >= 5, seen


def naive_time(calendar, start, minutes):
    """Wrong: does its sums on the wall clock and forgets that the clock jumps."""
    fixed = WorkingCalendar(ZoneInfo("UTC"), calendar.weekly, calendar.overrides)
    wall = start.astimezone(calendar.zone).replace(tzinfo=UTC)
    return arithmetic.add_working_time(fixed, wall, minutes).replace(tzinfo=calendar.zone).astimezone(UTC)


def next_morning(calendar, start, minutes):
    """Wrong: what runs out at closing time is put off to the next opening."""
    return arithmetic.next_opening(calendar, arithmetic.add_working_time(calendar, start, minutes))


def without_overrides(calendar, start, days):
    """Wrong: knows the week and no holiday."""
    return arithmetic.add_working_days(WorkingCalendar(calendar.zone, calendar.weekly), start, days)


def day_of_receipt_counts(calendar, start, days):
    """Wrong: the day of receipt is day 1."""
    return arithmetic.add_working_days(calendar, start - timedelta(days=1), days)


def without_lunch(calendar, start, end):
    """Wrong: works through every break."""
    weekly = {day: [(f[0].opens, f[-1].closes)] if f else [] for day, f in calendar.weekly.items()}
    return arithmetic.elapsed_working_time(
        WorkingCalendar(calendar.zone, weekly, calendar.overrides), start, end
    )


def ends_before_midnight(calendar, start, end):
    """Wrong: takes 24:00 for 23:59."""
    weekly = {day: [(o, min(c, DAY - 1)) for o, c in frames] for day, frames in calendar.weekly.items()}
    return arithmetic.elapsed_working_time(
        WorkingCalendar(calendar.zone, weekly, calendar.overrides), start, end
    )


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("add_working_time", naive_time),
        ("add_working_time", next_morning),
        ("add_working_days", without_overrides),
        ("add_working_days", day_of_receipt_counts),
        ("elapsed_working_time", without_lunch),
        ("elapsed_working_time", ends_before_midnight),
        ("next_opening", lambda calendar, moment: moment),
    ],
)
def test_control_a_wrong_arithmetic_is_found(name, wrong):
    broken = type("Broken", (Fast,), {name: staticmethod(wrong)})
    assert any(list(differences(seed, broken)) for seed in range(400))


def test_the_oracle_itself_is_right_where_a_person_can_count():
    """Monday 9–12 and 13–17 in Helsinki; the clocks go forward on Sunday 29 March 2026 at 03:00."""
    week = {0: [(540, 720), (780, 1020)], 6: [(0, DAY)]}
    calendar = WorkingCalendar(ZoneInfo("Europe/Helsinki"), week)
    truth = sample(calendar, date(2026, 3, 12))
    saturday = 16 * DAY
    assert truth.moment(saturday) == datetime(2026, 3, 28, tzinfo=UTC)
    assert truth.between(saturday, saturday + 3 * DAY) == (23 + 3 + 4) * 3600
    assert truth.after_working(saturday, 23 * 60) == datetime(2026, 3, 29, 21, tzinfo=UTC)
