"""The plans compared."""

from hypothesis import given
from hypothesis import strategies as st

from profitability.lifetime.rules import Interval
from profitability.plans.rules import Plan, Situation, best, compare

STAKE = Interval(4_000_000, 6_000_000, 8_000_000)


@st.composite
def situations(draw):
    return Situation(
        currency=draw(st.sampled_from(["CNY", "EUR", "TWD", "USD"])),
        attitude=draw(
            st.sampled_from(
                ["", "very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied"]
            )
        ),
        substantiated=draw(st.sampled_from([None, True, False])),
        fault_share=draw(st.one_of(st.none(), st.integers(0, 100))),
        rounds=draw(st.integers(0, 9)),
        case_kind=draw(st.sampled_from(["", "complaint", "repair", "inquiry"])),
        subject=draw(st.sampled_from(["", "engineering_quality.leak", "sales_service", "handover"])),
    )


@given(situations(), st.integers(0, 10**10))
def test_the_standard_service_is_always_among_the_plans(situation, stake):
    offers = compare(situation, Interval(stake // 2, stake, 2 * stake))
    assert str(Plan.STANDARD) in [offer.plan for offer in offers]


@given(situations(), st.integers(0, 10**10))
def test_the_best_has_the_highest_net(situation, stake):
    offers = compare(situation, Interval(stake // 2, stake, 2 * stake))
    assert best(offers).net == max(offer.net for offer in offers)
    assert all(0 < offer.chance < 1 for offer in offers)
    assert all(offer.net_low <= offer.net <= offer.net_high for offer in offers)


def test_nothing_is_offered_to_who_is_content():
    offers = compare(Situation(currency="CNY", attitude="satisfied"), Interval(0, 0, 0))
    assert [offer.plan for offer in offers] == ["standard"]


def test_a_repair_is_repeated_only_where_something_was_repaired():
    angry = {"currency": "CNY", "attitude": "very_dissatisfied"}
    leak = Situation(**angry, subject="engineering_quality", rounds=1)
    manners = Situation(**angry, subject="sales_service", rounds=1)
    assert best(compare(leak, STAKE)).plan == "repair_again"
    assert "repair_again" not in [offer.plan for offer in compare(manners, STAKE)]


def test_a_lukewarm_owner_is_won_by_plain_words():
    lukewarm = Situation(currency="CNY", attitude="neutral", subject="sales_service", rounds=1)
    assert best(compare(lukewarm, STAKE)).plan == "apology"


def test_words_wear_out_with_every_round():
    first, third = (
        compare(Situation(currency="CNY", attitude="dissatisfied", rounds=rounds), STAKE) for rounds in (1, 3)
    )
    apology = [next(offer.chance for offer in offers if offer.plan == "apology") for offers in (first, third)]
    assert apology[1] < apology[0]
