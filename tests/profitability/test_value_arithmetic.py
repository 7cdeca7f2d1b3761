"""The arithmetic of value: pure, stated, and honest about what it does not know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profitability.lifetime import rules
from profitability.lifetime.rules import Assumptions, Known, value

ATTITUDES = ["very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied"]
ASSUMED = Assumptions()


@st.composite
def knowns(draw):
    purchases = draw(st.integers(0, 6))
    margin = draw(st.integers(0, 10**9)) if purchases else 0
    fees = draw(st.integers(0, 20))
    return Known(
        currency=draw(st.sampled_from(["CNY", "EUR", "TWD", "USD"])),
        revenue=margin + fees * 1000,
        cost=-draw(st.integers(0, 10**8)),
        purchases=purchases,
        purchases_estimated=draw(st.integers(0, purchases)),
        margin=margin,
        fees=fees * 1000,
        fee_entries=fees,
    )


@given(knowns(), st.sampled_from(["", *ATTITUDES]))
def test_every_interval_holds_its_point(known, attitude):
    valued = value(known, attitude, ASSUMED)
    for interval in (valued.expected, valued.at_stake):
        assert interval.low <= interval.point <= interval.high
    assert 0 <= valued.completeness <= 100


@given(knowns())
def test_a_more_content_owner_is_never_expected_to_bring_less(known):
    expected = [value(known, attitude, ASSUMED).expected.point for attitude in ATTITUDES]
    assert expected == sorted(expected)


@given(knowns())
def test_nothing_is_at_stake_with_an_owner_who_is_content(known):
    assert value(known, "satisfied", ASSUMED).at_stake.point == 0


@given(knowns(), st.sampled_from(ATTITUDES))
def test_the_value_to_date_is_what_stands_in_the_ledger(known, attitude):
    assert value(known, attitude, ASSUMED).value_to_date == known.revenue + known.cost


def test_the_less_is_known_the_wider_the_interval():
    sure = rules.around(1_000_000, 100, ASSUMED)
    unsure = rules.around(1_000_000, 0, ASSUMED)
    assert unsure.high - unsure.low == 2 * (sure.high - sure.low)


def test_a_worked_example_by_hand():
    """One purchase with a margin of 100,000, fees of 4,000 a year, a satisfied owner."""
    known = Known("CNY", revenue=10_400_000, purchases=1, margin=10_000_000, fees=400_000, fee_entries=1)
    factor = 0.93 / 1.08
    annuity = sum(factor**year for year in range(1, 11))
    yearly = 400_000 + 10_000_000 * (0.022 + 0.035)
    assert value(known, "satisfied", ASSUMED).expected.point == round(annuity * yearly)


def test_every_line_of_the_explanation_has_words_in_four_languages():
    from dataclasses import asdict

    from django.utils import translation

    from profitability.lifetime.wording import told

    lines = [asdict(line) for line in value(Known("CNY"), "dissatisfied", ASSUMED).lines]
    said = {}
    for language in ("en", "zh-hans", "zh-hant", "fi"):
        with translation.override(language):
            said[language] = [(line["what"], line["how"]) for line in told(lines)]
    assert {len(words) for words in said.values()} == {len(lines)}
    assert all(said["en"][0] != said[other][0] for other in ("zh-hans", "zh-hant", "fi"))


@pytest.mark.parametrize("attitude", ATTITUDES)
def test_an_unknown_currency_is_no_reason_to_fail(attitude):
    assert value(Known("USD"), attitude, ASSUMED).expected.point == 0
