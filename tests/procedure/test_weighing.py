"""The five questions: a range with its reasons, never below what is owed, whatever is known of the owner's value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import IllegalMove, Refused, Stale
from service_desk.weighing import rules, selectors, services
from service_desk.weighing.rules import ANSWERS, USUAL, Asked
from tests.cases.story import nothing_changes

answers = st.fixed_dictionaries({question: st.sampled_from(row) for question, row in ANSWERS.items()})
percent = st.integers(0, 100)
money = st.integers(0, 10**9)


def weigh(**given):
    plain = {
        "relation": "none",
        "again": "no",
        "word": "none",
        "reasonable": "no",
        "fault": 80,
        "loss": 100_000,
    }
    return rules.weigh(Asked(**{**plain, **given}), USUAL)


@given(answers, percent, money, st.none() | money, st.integers(-(10**6), 10**6))
def test_the_floor_holds_whatever_is_answered_and_whatever_the_value(said, fault, loss, demand, value):
    found = rules.weigh(Asked(**said, fault=fault, loss=loss, demand=demand, value=value), USUAL)
    assert found.standard == loss * fault // 100
    assert found.standard == found.low <= found.high
    poor = rules.weigh(Asked(**said, fault=fault, loss=loss, demand=demand, value=-1), USUAL)
    assert (poor.standard, poor.low) == (found.standard, found.low)
    assert poor.high <= found.high


@pytest.mark.parametrize("question", ANSWERS)
@given(said=answers, fault=st.integers(1, 100), loss=money)
def test_a_better_answer_never_narrows_the_range(question, said, fault, loss):
    row = ANSWERS[question]
    highs = [
        rules.weigh(Asked(**{**said, question: answer}, fault=fault, loss=loss), USUAL).high for answer in row
    ]
    assert highs == sorted(highs)


def test_what_is_owed_is_the_loss_by_our_share_and_the_reasons_are_shown():
    found = weigh(relation="long", word="strong")
    assert (found.standard, found.low) == (80_000, 80_000)
    assert found.high == 80_000 + 80_000 * (10 + 15 + 24) // 100
    assert [reason[0] for reason in found.reasons] == ["owed", "relation", "word", "fault"]


def test_an_unreasonable_demand_without_fault_of_ours_is_answered_with_a_clear_no():
    found = weigh(fault=0, relation="long", word="strong", demand=500_000)
    assert (found.low, found.high, found.reasons[0][0]) == (0, 0, "say_no")


def test_a_reasonable_demand_within_the_loss_lies_within_the_range():
    found = weigh(fault=20, reasonable="yes", demand=90_000)
    assert found.high == 90_000
    assert weigh(fault=20, reasonable="yes", demand=200_000).high < 90_000


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {**USUAL, "fault": -1},
        {**USUAL, "value": 201},
        {**USUAL, "word": {"none": 1}},
        {**USUAL, "fault": True},
    ],
)
def test_weights_that_make_no_sense_are_refused(story, wrong):
    with nothing_changes(), pytest.raises(Refused):
        services.set_weights(story.bob, weights=wrong, because="错", now=story.now)


SAID = {
    "relation": "long",
    "again": "maybe",
    "word": "some",
    "reasonable": "yes",
    "fault": 80,
    "loss": 100_000,
}


def test_a_weighing_is_kept_with_the_version_it_rested_on(story):
    case = story.drive("investigating", demand_amount=120_000)
    row = services.weigh(story.alice, case, now=story.now, **SAID)
    assert (row.rule, row.standard, row.by) == (0, 80_000, story.alice)
    heavier = {**USUAL, "word": {"none": 0, "some": 100, "strong": 150}}
    services.set_weights(story.bob, weights=heavier, because="口碑更重要", seen=0, now=story.now)
    with pytest.raises(Stale):
        services.set_weights(story.bob, weights=USUAL, because="同时", seen=0, now=story.now)
    again = services.weigh(story.alice, case, now=story.now, **SAID)
    assert (again.rule, again.low) == (1, row.low)
    assert again.high > row.high
    row.refresh_from_db()
    assert row.rule == 0


def test_what_is_not_known_is_refused_and_a_closed_case_is_not_weighed(story):
    case = story.drive("assigned")
    for wrong in ({"word": "x"}, {"fault": 101}, {"loss": -1}):
        with nothing_changes(), pytest.raises(Refused):
            services.weigh(story.alice, case, now=story.now, **{**SAID, **wrong})
    with pytest.raises(IllegalMove):
        services.weigh(story.alice, story.drive("closed"), now=story.now, **SAID)


def test_the_page_and_the_api(story, signed_in, api, dan):
    case, client = story.drive("investigating"), signed_in(story.alice)
    typed = {**SAID, "loss": "1000", "fault": "80"}
    assert client.post(f"/desk/cases/{case.number}/weighing/", typed).status_code == 302
    row = selectors.newest_of(case)
    assert (row.loss, row.standard) == (100_000, 80_000)
    assert "80" in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert signed_in(story.bob).get("/desk/weights/").status_code == 200
    assert api(dan).post(f"cases/{case.number}/weighings", SAID).status_code == 404
    assert api(story.cai).post(f"cases/{case.number}/weighings", SAID).status_code == 403
    answer = api(story.alice).post(f"cases/{case.number}/weighings", SAID).json()
    assert answer["low"] == 80_000
    assert answer["reasons"]
    assert api(story.alice).post("weights", {"weights": USUAL, "because": "x"}).status_code == 403
    assert api(story.bob).post("weights", {"weights": USUAL, "because": "定稿"}).json()["number"] == 1
