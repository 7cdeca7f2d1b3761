"""Sentences about deadlines that a person can check with a calendar on the wall."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.calendars import arithmetic
from crm.calendars.arithmetic import (
    BeyondCalendar,
    WorkingCalendar,
    add_working_days,
    add_working_time,
    closing,
    elapsed_working_time,
    is_working_time,
    next_opening,
    working_days_between,
)
from crm.calendars.frames import EmptyCalendar, Frame, InvalidCalendar, frames_of, minutes_of, written

SHANGHAI = ZoneInfo("Asia/Shanghai")
HELSINKI = ZoneInfo("Europe/Helsinki")
OFFICE = frames_of("09:00-12:00, 13:30-18:00")
WORKWEEK = {weekday: OFFICE for weekday in range(5)}
SPRING_FESTIVAL = {date(2026, 2, 15) + timedelta(days=n): () for n in range(9)}
CHINA = WorkingCalendar(
    SHANGHAI, WORKWEEK, SPRING_FESTIVAL | {date(2026, 2, 14): OFFICE, date(2026, 2, 28): OFFICE}
)


def at(day, hour, minute=0, second=0, zone=SHANGHAI, fold=0):
    wall = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone, fold=fold)
    # Python calls a time in a repeated hour unequal to any other zone's, so everything is compared in UTC.
    return wall.astimezone(UTC)


MONDAY = date(2026, 3, 2)


def test_the_day_after_receipt_is_day_one():
    assert add_working_days(CHINA, at(MONDAY, 10), 1) == at(date(2026, 3, 3), 18)


def test_five_working_days_from_monday_end_at_closing_on_the_next_monday():
    assert add_working_days(CHINA, at(MONDAY, 10), 5) == at(date(2026, 3, 9), 18)


@pytest.mark.parametrize("hour", [0, 8, 12, 17, 23])
def test_the_hour_of_receipt_does_not_move_a_deadline_in_days(hour):
    assert add_working_days(CHINA, at(MONDAY, hour, 59), 3) == at(date(2026, 3, 5), 18)


def test_a_make_up_saturday_is_a_working_day_and_the_holiday_is_not():
    assert add_working_days(CHINA, at(date(2026, 2, 13), 10), 1) == at(date(2026, 2, 14), 18)
    assert add_working_days(CHINA, at(date(2026, 2, 13), 10), 2) == at(date(2026, 2, 24), 18)


def test_the_date_of_receipt_is_the_date_on_the_calendars_own_clock():
    late_on_sunday_in_utc = datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert add_working_days(CHINA, late_on_sunday_in_utc, 1) == at(date(2026, 3, 3), 18)


def test_a_budget_that_runs_out_at_closing_falls_due_at_that_closing():
    assert add_working_time(CHINA, at(MONDAY, 9), 7 * 60 + 30) == at(MONDAY, 18)
    assert add_working_time(CHINA, at(MONDAY, 9), 3 * 60) == at(MONDAY, 12)


def test_one_minute_more_falls_due_after_the_next_opening():
    assert add_working_time(CHINA, at(MONDAY, 9), 7 * 60 + 31) == at(date(2026, 3, 3), 9, 1)
    assert add_working_time(CHINA, at(MONDAY, 9), 3 * 60 + 1) == at(MONDAY, 13, 31)


def test_lunch_is_not_working_time():
    assert elapsed_working_time(CHINA, at(MONDAY, 11, 30), at(MONDAY, 14)) == 3600
    assert add_working_time(CHINA, at(MONDAY, 12, 15), 10) == at(MONDAY, 13, 40)


def test_a_frame_is_half_open():
    assert is_working_time(CHINA, at(MONDAY, 9))
    assert not is_working_time(CHINA, at(MONDAY, 12))
    assert next_opening(CHINA, at(MONDAY, 12)) == at(MONDAY, 13, 30)
    assert next_opening(CHINA, at(MONDAY, 11, 59, 59)) == at(MONDAY, 11, 59, 59)


def test_a_frame_until_2400_meets_the_frame_that_begins_at_midnight():
    always = WorkingCalendar(SHANGHAI, {weekday: [(0, 1440)] for weekday in range(7)})
    assert add_working_time(always, at(MONDAY, 23, 30), 60) == at(date(2026, 3, 3), 0, 30)
    assert add_working_days(always, at(MONDAY, 23, 30), 1) == at(date(2026, 3, 4), 0)
    assert elapsed_working_time(always, at(MONDAY, 0), at(date(2026, 3, 9), 0)) == 7 * 86_400


def test_an_hour_that_the_clock_skips_is_not_worked():
    nights = WorkingCalendar(HELSINKI, {6: [(0, 360)]})
    spring = date(2026, 3, 29)
    assert (
        elapsed_working_time(nights, at(spring, 0, zone=HELSINKI), at(spring, 12, zone=HELSINKI)) == 5 * 3600
    )
    assert add_working_time(nights, at(spring, 2, zone=HELSINKI), 120) == at(spring, 5, zone=HELSINKI)


def test_an_hour_that_the_clock_repeats_is_worked_twice():
    nights = WorkingCalendar(HELSINKI, {6: [(0, 360)]})
    autumn = date(2026, 10, 25)
    assert (
        elapsed_working_time(nights, at(autumn, 0, zone=HELSINKI), at(autumn, 12, zone=HELSINKI)) == 7 * 3600
    )


def test_a_closing_inside_the_repeated_hour_is_the_later_one_and_inside_the_skipped_hour_the_jump():
    nights = WorkingCalendar(HELSINKI, {6: [(0, 210)]})
    autumn, spring = date(2026, 10, 25), date(2026, 3, 29)
    assert closing(nights, autumn) == at(autumn, 3, 30, zone=HELSINKI, fold=1)
    assert closing(nights, spring) == at(spring, 4, zone=HELSINKI)
    assert closing(nights, date(2026, 3, 28)) is None


def test_a_frame_that_a_jump_swallows_whole_still_makes_its_date_a_working_day():
    short = WorkingCalendar(HELSINKI, {6: [(185, 200)]})
    spring = date(2026, 3, 29)
    assert add_working_days(short, at(date(2026, 3, 28), 9, zone=HELSINKI), 1) == at(spring, 4, zone=HELSINKI)
    assert elapsed_working_time(short, at(spring, 0, zone=HELSINKI), at(spring, 23, zone=HELSINKI)) == 0


def test_nothing_asked_for_is_due_at_once():
    assert add_working_days(CHINA, at(MONDAY, 20), 0) == at(MONDAY, 20)
    assert add_working_time(CHINA, at(MONDAY, 20), 0) == at(MONDAY, 20)


def test_elapsed_time_is_negative_backwards():
    assert elapsed_working_time(CHINA, at(MONDAY, 14), at(MONDAY, 11, 30)) == -3600


def test_a_fraction_of_a_second_is_dropped():
    start = at(MONDAY, 17, 59, 59).replace(microsecond=900_000)
    assert elapsed_working_time(CHINA, start, at(MONDAY, 19)) == 1


@pytest.mark.parametrize("count", [add_working_days, add_working_time])
def test_negative_amounts_are_refused(count):
    with pytest.raises(ValueError, match="forwards"):
        count(CHINA, at(MONDAY, 10), -1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        add_working_time(CHINA, datetime(2026, 3, 2, 10), 10)


@pytest.mark.parametrize("weekly", [{}, {0: []}, {weekday: () for weekday in range(7)}])
def test_an_empty_calendar_is_refused_before_anything_is_counted(weekly):
    with pytest.raises(EmptyCalendar):
        WorkingCalendar(SHANGHAI, weekly, {date(2026, 1, 1): OFFICE})


@pytest.mark.parametrize(
    ("frames", "word"),
    [
        ([(600, 540)], "end"),
        ([(540, 540)], "end"),
        ([(0, 1441)], "end"),
        ([(540, 720), (700, 800)], "overlap"),
    ],
)
def test_frames_that_make_no_sense_are_refused(frames, word):
    with pytest.raises(InvalidCalendar, match=word):
        WorkingCalendar(SHANGHAI, {0: frames})


def test_frames_that_touch_are_one():
    assert frames_of("09:00-12:00, 12:00-18:00") == (Frame(540, 1080),)


def test_frames_are_read_as_people_write_them():
    assert frames_of("9:00 – 12:00；13:30～24:00") == (Frame(540, 720), Frame(810, 1440))
    assert written(frames_of("09:00-12:00 13:30-18:00")) == "09:00–12:00, 13:30–18:00"
    assert frames_of("  ") == ()


@pytest.mark.parametrize("text", ["9", "25:00-26:00", "24:30-25:00", "09:60-10:00", "nine-ten"])
def test_hours_that_are_no_hours_are_refused(text):
    with pytest.raises(InvalidCalendar):
        frames_of(text)


def test_minutes_of_midnight_at_the_end_of_the_day():
    assert minutes_of("24:00") == 1440


def test_working_days_between_two_dates():
    assert working_days_between(CHINA, date(2026, 2, 14), date(2026, 2, 28)) == 6


def test_a_distant_deadline_takes_few_steps(monkeypatch):
    """The number of looks at the sums grows with the logarithm of the distance, so nothing walks."""
    looks = []
    original = arithmetic._Sums.days_before
    monkeypatch.setattr(
        arithmetic._Sums, "days_before", lambda sums, day: looks.append(day) or original(sums, day)
    )
    add_working_days(CHINA, at(MONDAY, 10), 100_000)
    assert len(looks) < 60


def test_what_lies_past_the_last_year_is_refused_instead_of_sought():
    with pytest.raises(BeyondCalendar):
        add_working_days(CHINA, at(MONDAY, 10), 10_000_000)
    with pytest.raises(BeyondCalendar):
        add_working_time(CHINA, datetime(9990, 1, 1, tzinfo=UTC), 10_000_000)


moments = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(["Asia/Shanghai", "Europe/Helsinki", "America/Havana", "Africa/Casablanca"])


@given(zones, moments, st.integers(1, 100_000))
def test_what_was_added_has_elapsed_when_it_is_due(zone, start, minutes):
    calendar = WorkingCalendar(ZoneInfo(zone), WORKWEEK | {6: [(0, 1440)]}, CHINA.overrides)
    due = add_working_time(calendar, start, minutes)
    assert elapsed_working_time(calendar, start, due) == minutes * 60
    assert elapsed_working_time(calendar, start, due - timedelta(seconds=1)) == minutes * 60 - 1


@given(zones, moments, moments, moments)
def test_elapsed_time_adds_up(zone, first, second, third):
    calendar = WorkingCalendar(ZoneInfo(zone), WORKWEEK, CHINA.overrides)
    parts = elapsed_working_time(calendar, first, second) + elapsed_working_time(calendar, second, third)
    assert parts == elapsed_working_time(calendar, first, third)


@given(zones, moments, moments, st.integers(1, 30))
def test_who_comes_later_is_never_due_earlier(zone, first, second, days):
    calendar = WorkingCalendar(ZoneInfo(zone), WORKWEEK, CHINA.overrides)
    earlier, later = sorted([first, second])
    assert add_working_days(calendar, earlier, days) <= add_working_days(calendar, later, days)
