"""New rules take effect while a case is being written down: no clock goes on by the old ones unseen."""

import pytest

from service_desk.cases.services import intake
from service_desk.clocks import in_force, policies, retiming
from service_desk.clocks.models import Deadline
from tests.cases.test_races import Competitor, wait_until_blocked

NAMES = {"en": "quick", "zh-hans": "从快", "zh-hant": "從快", "fi": "nopea"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick(story, bob):
    """A draft by which a complaint is answered within four working hours."""
    story.register()
    draft = policies.begin_draft(bob, now=story.now)
    said = {"clock": "answer", "measure": "working_hours", "amount": 4, "names": NAMES}
    policies.set_rule(bob, draft, now=story.now, **said)
    return draft


def hold(quick, bob, at):
    """The rules take effect, for open cases too, and are swept over them to the end."""
    policies.take_effect(bob, quick, because="试行", on_open=True, now=at)
    while retiming.retime_due(now=at):
        pass


def meanwhile(monkeypatch, story, act, *, waits=True):
    """A case has its clocks, and is not committed yet, when somebody else begins `act`."""
    real, others = intake.insert, []

    def injected(*args, **given):
        written = real(*args, **given)
        if not others:
            others.append(Competitor(act))
            others[0].start()
            if waits:
                wait_until_blocked()
            else:
                others[0].join(20)
        return written

    monkeypatch.setattr(intake, "insert", injected)
    case = story.register()
    others[0].join(20)
    return Deadline.objects.get(case=case, kind="answer")


@pytest.mark.django_db(transaction=True)
def test_a_case_that_is_being_written_down_follows_the_new_rules(story, quick, bob, monkeypatch):
    clock = meanwhile(monkeypatch, story, lambda: hold(quick, bob, story.now))
    assert (clock.set_by.policy, clock.amount) == (quick, 4)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_it_keeps_the_old_rule_for_good(story, quick, bob, monkeypatch):
    monkeypatch.setattr(in_force, "hold_alone", lambda: None)
    clock = meanwhile(monkeypatch, story, lambda: hold(quick, bob, story.now), waits=False)
    assert clock.set_by.policy != quick
    assert retiming.retime_due(now=story.now) == 0


@pytest.mark.django_db(transaction=True)
def test_rules_for_new_cases_alone_wait_for_nobody(story, quick, bob, monkeypatch):
    act = lambda: policies.take_effect(bob, quick, because="试行", on_open=False, now=story.now)  # noqa: E731
    clock = meanwhile(monkeypatch, story, act, waits=False)
    assert clock.set_by.policy != quick


def test_what_came_in_before_and_is_written_down_after_follows_them_too(story, quick, bob):
    hold(quick, bob, story.later(hours=1))
    late = story.register(received_at=story.now, now=story.later(hours=2))
    clock = Deadline.objects.get(case=late, kind="answer")
    assert (clock.set_by.policy, clock.started_at) == (quick, story.now)


def test_what_came_in_before_rules_for_new_cases_keeps_the_old_ones(story, quick, bob):
    policies.take_effect(bob, quick, because="试行", on_open=False, now=story.later(hours=1))
    late = story.register(received_at=story.now, now=story.later(hours=2))
    assert Deadline.objects.get(case=late, kind="answer").set_by.policy != quick


def test_a_relay_whose_clock_lies_back_does_not_take_new_rules_for_overtaken(story, quick, bob):
    policies.take_effect(bob, quick, because="试行", on_open=True, now=story.now)
    assert retiming.retime_due(now=story.later(milliseconds=-1)) == 1
    assert set(Deadline.objects.values_list("amount", flat=True)) == {4}
