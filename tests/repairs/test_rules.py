"""The arithmetic of repairs: shares, claims, repairs done again, the days of a calendar."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_desk.repairs import rules

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
SHARES = st.lists(st.integers(1, 100), min_size=1, max_size=3).filter(lambda shares: sum(shares) <= 100)


@given(st.integers(0, 10**12), SHARES)
def test_of_what_is_claimed_no_cent_is_lost_or_asked_twice(cost, shares):
    owed = rules.claims(cost, shares)
    assert sum(owed) == cost * sum(shares) // 100
    assert all(abs(amount - cost * share / 100) < 1 for amount, share in zip(owed, shares, strict=True))


@pytest.mark.parametrize("shares", [[0], [101], [60, 50], [25, 25, 25, 25], [-1, 50]])
def test_impossible_shares_are_told(shares):
    assert rules.wrong_shares(shares)


def test_possible_shares_pass():
    assert (
        not rules.wrong_shares([]) and not rules.wrong_shares([50, 30, 20]) and not rules.wrong_shares([40])
    )


@pytest.mark.parametrize(("days", "again"), [(0, True), (90, True), (91, False), (-1, False)])
def test_ninety_days_count_and_the_ninety_first_does_not(days, again):
    assert rules.is_again([NOON - timedelta(days=days)], NOON) is again


def test_a_week_begins_on_monday_and_a_month_shows_whole_weeks():
    assert rules.days_of("week", date(2026, 3, 5))[0] == date(2026, 3, 2)
    month = rules.days_of("month", date(2026, 3, 15))
    assert (month[0], month[-1], len(month) % 7) == (date(2026, 2, 23), date(2026, 4, 5), 0)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_month_holds_all_of_its_days_once(on):
    days = rules.days_of("month", on)
    assert len(set(days)) == len(days) and days[0].weekday() == 0 and days[-1].weekday() == 6
    assert {day for day in days if (day.year, day.month) == (on.year, on.month)} >= {on}
    assert sum(day.month == on.month for day in days) >= 28
    before, after = rules.neighbours("month", on)
    assert before < on.replace(day=1) < after
