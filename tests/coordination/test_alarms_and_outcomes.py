"""Broken promises ring one level up; fulfilled directives are measured."""

from datetime import timedelta

import pytest

from coordination.control import services as control
from coordination.models import Alarm, Outcome
from crm.errors import IllegalMove
from crm.messages.models import OutgoingMessage
from profitability.models import LedgerEntry
from satisfaction.collection import services as collection
from satisfaction.models import Invitation
from service_desk.clocks.services import fire_due
from service_desk.directives import services as directives
from tests.flows import story
from tests.people import NOW

pytestmark = pytest.mark.django_db


def time_passes(days):
    """The relay turns what is due into facts, and delivers them."""
    now = NOW + timedelta(days=days)
    while fire_due(now=now, limit=50):
        pass
    story.deliver(now)


@pytest.fixture
def waiting(alice, bob, eve, chen, home_1201, desk):
    from crm.accounts.models import User

    User.objects.filter(pk=bob.pk).update(email="bob@example.com")
    User.objects.filter(pk=eve.pk).update(email="eve@example.com")
    return story.registered(alice, chen, home_1201)


def test_half_of_the_time_gone_rings_nowhere(waiting):
    time_passes(4)
    assert not Alarm.objects.exists()


def test_at_a_hundred_per_cent_the_supervisor_hears_of_it(waiting):
    time_passes(7.5)
    assert [(row.kind, row.level) for row in Alarm.objects.all()] == [("overdue", 1)]
    assert [row.recipient for row in OutgoingMessage.objects.all()] == ["bob@example.com"]


def test_at_a_hundred_and_fifty_it_goes_one_level_further_up(waiting):
    time_passes(30)
    assert set(Alarm.objects.values_list("kind", flat=True)) == {"overdue", "long_overdue"}
    assert {row.recipient for row in OutgoingMessage.objects.all()} == {"bob@example.com", "eve@example.com"}
    assert [row.kind for row in Alarm.objects.standing()] == ["long_overdue"]


def test_the_note_names_the_case_and_nobody(waiting):
    time_passes(7.5)
    letter = OutgoingMessage.objects.get()
    assert waiting.number in letter.subject
    assert "陈" not in letter.subject + letter.body


def test_a_promise_kept_late_is_no_standing_alarm_any_more(waiting, bob):
    time_passes(7.5)
    waiting.deadlines.update(met_at=NOW + timedelta(days=8), fires_at=None)
    assert not Alarm.objects.standing().exists()


def test_ringing_twice_is_ringing_once(waiting, system):
    time_passes(7.5)
    deadline = waiting.deadlines.select_related("case__project").get()
    assert control.raise_for_deadline(system, deadline, percent=100, now=story.later(9)) is None
    assert Alarm.objects.count() == 1


def test_one_supervisor_takes_it_and_a_second_is_told_so(signed_in, waiting, bob):
    time_passes(7.5)
    alarm = Alarm.objects.get()
    client = signed_in(bob)
    assert waiting.number in client.get("/coordination/alarms/").content.decode()
    assert client.post(f"/coordination/alarms/{alarm.public_id}/take/").status_code == 302
    with pytest.raises(IllegalMove):
        control.take(bob, alarm, because="", now=story.later(8))
    assert waiting.number not in client.get("/coordination/alarms/").content.decode()


def test_an_agent_takes_no_alarms(api, signed_in, waiting, alice):
    time_passes(7.5)
    alarm = Alarm.objects.get()
    assert signed_in(alice).get("/coordination/alarms/").status_code == 403
    assert api(alice).post(f"alarms/{alarm.public_id}/taking").status_code == 403
    assert Alarm.objects.get().taken_at is None


def test_a_fulfilled_directive_has_one_outcome_and_its_cost_in_the_ledger(decision, alice):
    directive = decision.directive
    directives.fulfil(alice, directive, result="主管上门", spent_amount=0, now=story.later(2))
    story.deliver(story.later(2))
    outcome = Outcome.objects.get()
    assert (outcome.directive, outcome.decision, outcome.score_before) == (directive, decision, 25)
    assert outcome.measured_at is None
    assert not LedgerEntry.objects.filter(source_kind="directive").exists()


def test_while_the_case_is_open_its_return_visit_asks_and_nobody_is_asked_twice(decision, alice):
    directives.fulfil(alice, decision.directive, result="主管上门", now=story.later(2))
    story.deliver(story.later(2))
    assert Outcome.objects.get().asked is None
    assert not Invitation.objects.filter(purpose="follow_up").exists()


@pytest.fixture
def followed_up(alice, chen, riverside):
    """A directive without a case was fulfilled, and the owner is asked whether it has helped."""
    from satisfaction.feedback import services as feedback

    feedback.record_feedback(
        alice,
        owner=chen,
        project=riverside,
        case=None,
        score=25,
        attitude="",
        opinion="",
        subject="",
        words="",
        language="zh-hans",
        via="api",
        now=NOW,
    )
    story.deliver()
    from service_desk.directives.models import Directive

    directives.fulfil(alice, Directive.objects.get(), result="已上门道歉", now=story.later(1))
    story.deliver(story.later(1))
    return Outcome.objects.get()


@pytest.mark.parametrize(
    ("answer", "finding"),
    [
        ("satisfied", "worked"),
        ("neutral", "better"),
        ("dissatisfied", "no_change"),
        ("very_dissatisfied", "worse"),
    ],
)
def test_the_next_score_measures_it(followed_up, answer, finding):
    collection.record_answer(
        None,
        invitation=followed_up.asked,
        answers={"overall": answer},
        words="",
        via="link",
        now=story.later(2),
    )
    story.deliver(story.later(2))
    followed_up.refresh_from_db()
    assert followed_up.finding == finding


def test_a_follow_up_that_did_not_help_is_not_the_end_of_it(followed_up):
    collection.record_answer(
        None,
        invitation=followed_up.asked,
        answers={"overall": "very_dissatisfied"},
        words="",
        via="link",
        now=story.later(2),
    )
    story.deliver(story.later(2))
    from coordination.models import Decision

    assert Decision.objects.latest("pk").outcome == "recover"


def test_a_score_about_another_case_measures_nothing(decision, alice, chen, home_1201):
    from satisfaction.feedback import services as feedback

    directives.fulfil(alice, decision.directive, result="主管上门", now=story.later(2))
    story.deliver(story.later(2))
    other = story.registered(alice, chen, home_1201, now=story.later(3))
    feedback.record_feedback(
        alice,
        owner=chen,
        project=home_1201.project,
        case=other,
        score=100,
        attitude="",
        opinion="",
        subject="",
        words="",
        language="zh-hans",
        via="api",
        now=story.later(4),
    )
    story.deliver(story.later(4))
    assert Outcome.objects.get().measured_at is None
