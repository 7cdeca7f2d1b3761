"""From when on facts speak for a difficult complaint: numbers of the house, versioned, edited by a supervisor."""

import pytest
from django.db import ProgrammingError, transaction

from crm.errors import Refused, Stale
from service_desk.cases.models import Case
from service_desk.escalated import rules, selectors
from service_desk.escalated.models import DifficultRule
from service_desk.escalated.thresholds import set_thresholds
from tests.cases.story import nothing_changes

STRICT = {"round": 2, "far": 150, "two_up": False, "extreme": False}


def put(actor, now, **given):
    return set_thresholds(
        actor, **{"thresholds": STRICT, "because": "Earlier is better.", "seen": 0, "now": now, **given}
    )


def proposed(case):
    """By the case itself and by the condition of the queue; the two always say the same."""
    alone = selectors.proposed_by_facts(case)
    assert Case.objects.filter(selectors.facts_propose(), pk=case.pk).exists() == bool(alone)
    return alone


def test_before_the_house_says_anything_the_usual_ones_hold(db):
    assert selectors.in_force() == (0, rules.USUAL)
    assert rules.faults_of(rules.USUAL) == []


def test_a_second_round_speaks_for_it_once_the_house_says_so(story):
    case = story.register()
    Case.objects.filter(pk=case.pk).update(round=2)
    assert proposed(case) == ()
    put(story.bob, story.now)
    assert proposed(case) == ("third_round",)


def test_each_change_is_a_version_and_the_old_ones_stay(story):
    put(story.bob, story.now)
    row = put(story.bob, story.now, thresholds=rules.USUAL, seen=1)
    assert (row.number, selectors.in_force()) == (2, (2, rules.USUAL))
    assert [one.number for one in selectors.versions()] == [2, 1, 0]
    with pytest.raises(ProgrammingError), transaction.atomic():
        DifficultRule.objects.update(because="as if it had always been so")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"seen": 7}, Stale),
        ({"because": " "}, Refused),
        ({"thresholds": {**STRICT, "round": 1}}, Refused),
        ({"thresholds": {**STRICT, "far": 50}}, Refused),
        ({"thresholds": {**STRICT, "two_up": 1}}, Refused),
        ({"thresholds": {"round": 2}}, Refused),
        ({"thresholds": {**STRICT, "weather": 2}}, Refused),
    ],
)
def test_what_cannot_be_taken_changes_nothing(story, given, error):
    with nothing_changes(), pytest.raises(error):
        put(story.bob, story.now, **given)
    assert not DifficultRule.objects.exists()


def test_supervisors_edit_and_agents_read(signed_in, api, story):
    address, typed = "/desk/difficult-thresholds/", {"round": "2", "far": "150", "because": "Früher"}
    typed |= {"seen": "0", "extreme": "on"}
    assert signed_in(story.alice).get(address).status_code == 200
    assert signed_in(story.alice).post(address, typed).status_code == 403
    assert signed_in(story.cai).get(address).status_code == 403
    assert signed_in(story.bob).post(address, typed | {"round": "1"}).status_code == 422
    assert signed_in(story.bob).post(address, typed).status_code == 302
    assert selectors.in_force() == (1, {**STRICT, "extreme": True})
    assert "Früher" in signed_in(story.alice).get(address).content.decode()
    assert api(story.alice).get("difficult-thresholds").json()["number"] == 1
    said = {"thresholds": STRICT, "because": "Back", "seen": 1}
    assert api(story.alice).post("difficult-thresholds", said).status_code == 403
    assert api(story.bob).post("difficult-thresholds", said).json() == {"number": 2, "thresholds": STRICT}
    assert api(story.bob).post("difficult-thresholds", said).status_code == 409
