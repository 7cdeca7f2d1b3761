"""When facts speak for a difficult complaint, and when a plan holds together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_desk.escalated.rules import Facts, faults, reasons


def test_most_cases_are_not_proposed():
    assert reasons(Facts(round=2, demand=200, high=100)) == ()
    assert reasons(Facts(demand=1_000_000)) == (), "nobody has weighed the demand"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts(round=3), "third_round"),
        (Facts(two_up=True), "two_up"),
        (Facts(extreme=True), "extreme"),
        (Facts(demand=201, high=100), "demand"),
        (Facts(demand=1, high=0), "demand"),
    ],
)
def test_each_fact_speaks_for_itself(facts, reason):
    assert reasons(facts) == (reason,)


def test_a_plan_goes_up_in_order_and_stays_under_its_limit():
    assert faults([0, 100, 100], 100) == ()
    assert faults([], 100) == ("none",)
    assert faults([200, 100], 300) == ("order",)
    assert faults([100, 400], 300) == ("above",)
    assert faults([0, 0, 0, 0], 300) == ("many",)
    assert "negative" in faults([0], -1)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=3), st.integers(0, 10**9))
def test_what_is_without_fault_never_costs_more_than_the_limit(costs, limit):
    if not faults(costs, limit):
        assert max(costs) <= limit
        assert costs == sorted(costs)
