"""Safety, health and law first; nobody below the standard because of his value; value only adds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.policies import rules
from coordination.policies.rules import Facts, Policy, Weighed, decide, never_below
from profitability.plans.rules import Plan

POLICY = Policy()
PLANS = [str(plan) for plan in Plan]


@st.composite
def facts(draw):
    return Facts(
        score=draw(st.one_of(st.none(), st.integers(0, 100))),
        attitude="",
        opinion=draw(st.sampled_from(["opinion", "criticism", "suggestion", "praise"])),
        has_case=draw(st.booleans()),
        case_awaits_answer=draw(st.booleans()),
        impact=tuple(sorted(draw(st.sets(st.sampled_from(["safety", "health", "law", "media", "money"]))))),
        severity=draw(st.sampled_from(["ordinary", "hot", "important", "major"])),
        rounds=draw(st.integers(0, 9)),
        currency=draw(st.sampled_from(["CNY", "EUR", "TWD", "USD"])),
        follow_up=draw(st.booleans()),
    )


@st.composite
def worths(draw):
    """An assessment of anybody: a pauper, a tycoon, or nobody at all."""
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    chosen = draw(st.lists(st.sampled_from(PLANS), unique=True, max_size=5))
    offers = tuple(
        {"plan": plan, "cost": draw(st.integers(0, 10**7)), "net": draw(st.integers(-(10**9), 10**10))}
        for plan in chosen
    )
    best = max(offers, key=lambda offer: offer["net"])["plan"] if offers else "standard"
    return Weighed(at_stake=draw(st.integers(0, 10**10)), best_plan=best, offers=offers)


@given(facts(), worths())
def test_no_verdict_ever_falls_below_the_floor(known, worth):
    assert never_below(decide(known, worth, POLICY), known, POLICY)


@given(facts(), worths(), worths())
def test_what_happens_to_the_case_does_not_depend_on_value(known, one, other):
    first, second = decide(known, one, POLICY), decide(known, other, POLICY)
    assert (first.outcome, first.rule, first.within_days) == (second.outcome, second.rule, second.within_days)


@given(facts(), worths())
def test_value_only_adds_to_what_somebody_without_value_gets(known, worth):
    without, with_value = decide(known, None, POLICY), decide(known, worth, POLICY)
    if without.plan:
        assert rules.RANK[with_value.plan] >= rules.RANK[without.plan]


@given(facts(), worths())
def test_where_safety_is_touched_a_senior_comes_within_a_day_whatever_it_costs(known, worth):
    verdict = decide(replace(known, score=0, impact=("safety",)), worth, POLICY)
    assert rules.RANK[verdict.plan] >= rules.RANK["senior_visit"]
    assert verdict.within_days == 1


@given(facts())
def test_the_floor_is_reckoned_without_any_assessment(known):
    """The function has no way to learn what somebody is worth: it is not told."""
    import inspect

    assert list(inspect.signature(rules.floor_for).parameters) == ["facts", "policy"]
    assert rules.floor_for(known, POLICY).plan in PLANS


@settings(max_examples=50)
@given(worths())
def test_the_check_would_catch_a_verdict_that_gives_less(worth):
    """The guard itself: a verdict below the floor does not pass it."""
    grave = Facts(score=0, attitude="", opinion="criticism", has_case=False, impact=("health",))
    verdict = decide(grave, worth, POLICY)
    assert not never_below(replace(verdict, plan="standard"), grave, POLICY)
    assert not never_below(replace(verdict, within_days=30), grave, POLICY)
    assert not never_below(replace(verdict, plan="", outcome="directive"), grave, POLICY)
