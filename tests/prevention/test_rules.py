"""Whether a change helped, and what is common."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_desk.prevention import rules
from service_desk.prevention.states import Effect

COUNTS = st.integers(0, 200)


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (4, 5, Effect.TOO_LITTLE),
        (9, 0, Effect.TOO_LITTLE),
        (10, 0, Effect.HELPED),
        (20, 6, Effect.HELPED),
        (20, 15, Effect.UNCLEAR),
        (10, 10, Effect.UNCLEAR),
        (6, 20, Effect.WORSE),
    ],
)
def test_the_effect_is_said_only_where_the_figures_carry_it(before, after, effect):
    assert rules.effect_of(before, after) == effect


@given(COUNTS, COUNTS)
def test_helped_one_way_is_worse_the_other(before, after):
    turned = {Effect.HELPED: Effect.WORSE, Effect.WORSE: Effect.HELPED}
    there, back = rules.effect_of(before, after), rules.effect_of(after, before)
    assert back == turned.get(there, there)


@given(COUNTS, COUNTS)
def test_the_chance_is_that_of_a_fair_coin(before, after):
    whole, least = before + after, min(before, after)
    by_hand = sum(
        comb(whole, count) for count in range(whole + 1) if count <= least or count >= whole - least
    )
    assert rules.two_sided(before, after) == pytest.approx(min(1, by_hand / 2**whole))


def seen(code, home, column=("2", "01"), contractor=None):
    return rules.Seen(code, 7, column, home, contractor)


def test_two_homes_one_above_the_other_make_a_line_and_one_that_calls_twice_does_not():
    assert rules.common_defects([seen("a.b.c", 1), seen("a.b.c", 1)]) == []
    (found,) = rules.common_defects([seen("a.b.c", 1), seen("a.b.c", 2), seen("a.b.d", 3)])
    assert (found.column, found.homes, found.contractor) == (("2", "01"), frozenset({1, 2}), None)


def test_beside_each_other_they_are_common_only_by_one_contractor_and_from_three_on():
    columns = [("2", "01"), ("2", "02"), ("2", "03")]
    apart = [seen("a.b.c", place, column) for place, column in enumerate(columns)]
    assert rules.common_defects(apart) == []
    by_one = [seen("a.b.c", place, column, contractor=5) for place, column in enumerate(columns)]
    (found,) = rules.common_defects(by_one)
    assert (found.column, found.contractor, len(found.homes)) == (None, 5, 3)
    assert rules.common_defects(by_one[:2]) == []


def test_of_no_homes_there_is_no_rate():
    assert rules.rate(3, 0) is None and rules.rate(3, 1000) == 3
