from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from crm.calendars.arithmetic import WorkingCalendar, is_working_time
from service_desk.clocks import rules

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = WorkingCalendar(SHANGHAI, {day: [(540, 720), (780, 1080)] for day in range(5)})
MONDAY = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)


def test_five_working_days_end_at_the_closing_of_the_fifth_day_after_receipt():
    assert rules.times(OFFICE, MONDAY, 5).due_at == datetime(2026, 3, 9, 18, tzinfo=SHANGHAI)


def test_half_and_half_again_are_counted_in_working_time():
    moments = rules.times(OFFICE, MONDAY, 1)
    # seven hours are left of Monday, eight are Tuesday's: half is half past four on Monday after four hours more
    assert moments.warn_at == datetime(2026, 3, 3, 9, 30, tzinfo=SHANGHAI)
    assert moments.due_at == datetime(2026, 3, 3, 18, tzinfo=SHANGHAI)
    assert moments.late_at == datetime(2026, 3, 4, 17, 30, tzinfo=SHANGHAI)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),
    st.integers(1, 30),
)
def test_the_levels_come_in_order_and_never_at_night(start, days):
    moments = rules.times(OFFICE, start, days)
    assert start <= moments.warn_at <= moments.due_at <= moments.late_at
    for moment in (moments.warn_at, moments.late_at):
        # a moment that ends a frame is its closing: the second before it is working time
        assert is_working_time(OFFICE, moment - timedelta(seconds=1))


def test_levels_are_told_lowest_first_and_only_those_whose_moment_has_come():
    moments = rules.times(OFFICE, MONDAY, 5)
    assert list(rules.due_levels(0, moments, moments.warn_at)) == [50]
    assert list(rules.due_levels(50, moments, moments.warn_at)) == []
    assert list(rules.due_levels(0, moments, moments.late_at)) == [50, 100, 150]
    assert list(rules.due_levels(100, moments, moments.due_at)) == []


def test_after_the_last_level_nothing_is_due_any_more():
    moments = rules.times(OFFICE, MONDAY, 5)
    following = [rules.next_moment(level, moments) for level in (0, 50, 100, 150)]
    assert following == [moments.warn_at, moments.due_at, moments.late_at, None]
