"""From what was said to what is done: one rule for each situation."""

import pytest

from coordination.policies.rules import Facts, Policy, Weighed, decide
from coordination.policies.services import read

OFFERS = (
    {"plan": "standard", "cost": 20_000, "net": 100_000},
    {"plan": "apology", "cost": 35_000, "net": 300_000},
    {"plan": "repair_again", "cost": 350_000, "net": 900_000},
)
WORTH = Weighed(at_stake=2_000_000, best_plan="repair_again", offers=OFFERS)


def said(score, **more):
    return Facts(**{"score": score, "attitude": "", "opinion": "opinion", "has_case": False, **more})


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (said(75, has_case=True, case_awaits_answer=True), "close"),
        (said(100, has_case=True, case_awaits_answer=True), "close"),
        (said(50, has_case=True, case_awaits_answer=True), "reopen"),
        (said(0, has_case=True, case_awaits_answer=True), "reopen"),
        (said(0, has_case=True), "directive"),
        (said(0), "directive"),
        (said(25, follow_up=True), "recover"),
        (said(100, opinion="praise"), "thank"),
        (said(75), "thank"),
        (said(None, opinion="suggestion"), "thank"),
        (said(None, opinion="criticism"), "directive"),
    ],
)
def test_each_situation_has_its_outcome(facts, outcome):
    assert decide(facts, WORTH, Policy()).outcome == outcome


def test_satisfied_closes_and_anything_less_does_not():
    outcomes = {
        score: decide(said(score, has_case=True, case_awaits_answer=True), WORTH, Policy()).outcome
        for score in range(101)
    }
    assert {score for score, outcome in outcomes.items() if outcome == "close"} == set(range(63, 101))


def test_the_plan_is_the_one_that_brings_most():
    assert decide(said(0), WORTH, Policy()).plan == "repair_again"


def test_what_is_past_the_limit_is_not_spent():
    frugal = Policy(added_limit={"CNY": 100_000})
    assert decide(said(0), WORTH, frugal).plan == "apology"


def test_without_an_assessment_the_standard_applies():
    verdict = decide(said(0), None, Policy())
    assert (verdict.plan, verdict.budget) == ("standard", 20_000)


def test_a_policy_read_back_from_json_is_the_same_policy():
    import json
    from dataclasses import asdict

    assert read(json.loads(json.dumps(asdict(Policy())))) == Policy()
