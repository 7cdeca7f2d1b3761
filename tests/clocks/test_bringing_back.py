"""An earlier version of the rules holds again with one button, and is a new version itself."""

import pytest
from django.urls import reverse

from crm.errors import IllegalMove, NotFound, Refused
from service_desk.clocks import policies, retiming
from service_desk.clocks.in_force import policy_in_force
from service_desk.clocks.models import ClockPolicy, ClockRule, Deadline
from tests.clocks.test_policies import NAMES


@pytest.fixture
def hasty(story):
    """Answers are due within an hour since a moment ago; Chen's case runs."""
    case = story.register()
    draft = policies.begin_draft(story.bob, now=story.now)
    rule = {"clock": "answer", "measure": "working_hours", "amount": 1, "names": NAMES}
    policies.set_rule(story.bob, draft, now=story.now, **rule)
    policies.take_effect(story.bob, draft, because="试行", on_open=True, now=story.later(hours=1))
    while retiming.retime_due(now=story.later(hours=1)):
        pass
    return case


def answer(case):
    return Deadline.objects.get(case=case, kind="answer")


def said(policy):
    return sorted(policy.rules.values_list("clock", "kind", "severity", "measure", "amount"))


def test_what_held_before_holds_again_for_running_clocks_too_and_nothing_is_lost(story, hasty):
    assert answer(hasty).measure == "working_hours"
    now = story.later(hours=2)
    row = policies.bring_back(story.bob, 1, now=now)
    while retiming.retime_due(now=now):
        pass
    assert (row.number, policy_in_force(now=now).number) == (3, 3)
    assert said(row) == said(ClockPolicy.objects.get(number=1)) != said(ClockPolicy.objects.get(number=2))
    assert (answer(hasty).measure, answer(hasty).amount) == ("working_days", 5)
    assert ClockRule.objects.filter(policy__number=2).exists()


def test_what_holds_already_and_what_a_draft_would_undo_is_refused_and_nothing_changes(story, hasty):
    now = story.later(hours=2)
    with pytest.raises(IllegalMove):
        policies.bring_back(story.bob, 2, now=now)
    draft = policies.begin_draft(story.bob, now=now)
    for number, refusal in ((1, Refused), (draft.number, NotFound)):
        with pytest.raises(refusal):
            policies.bring_back(story.bob, number, now=now)
    assert policy_in_force(now=now).number == 2
    assert list(ClockPolicy.objects.filter(is_draft=True)) == [draft]


def test_with_one_button_by_a_supervisor_only(story, hasty, signed_in, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: story.later(hours=2))
    url = reverse("desk:clock_rules_return", args=[1])
    assert url in signed_in(story.bob).get(reverse("desk:clock_rules") + "?version=1").content.decode()
    assert url not in signed_in(story.alice).get(reverse("desk:clock_rules") + "?version=1").content.decode()
    assert signed_in(story.alice).post(url).status_code == 403
    assert ClockPolicy.objects.count() == 2
    assert signed_in(story.bob).post(url).status_code == 302
    assert ClockPolicy.objects.count() == 3


def test_over_the_api(story, hasty, signed_in):
    client = signed_in(story.bob)
    path = "/api/v1/deadline-policies/1/return"
    answer = client.post(path, {"on_open": False}, content_type="application/json")
    assert answer.status_code == 201 and answer.json()["number"] == 3
    assert ClockPolicy.objects.get(number=3).retimed_to is None
    assert (
        client.post("/api/v1/deadline-policies/9/return", {}, content_type="application/json").status_code
        == 404
    )
