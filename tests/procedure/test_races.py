"""Two at once, forced at the marked line with real connections: one winner each time."""

import pytest
from django.db import transaction

from coordination.dispatch import services as dispatching
from crm.errors import IllegalMove, Refused
from service_desk.cases import services as cases
from service_desk.cases.services import giving
from service_desk.handingover import services as handing
from service_desk.linking import services as linking
from service_desk.linking.models import CaseMerge
from service_desk.promises import services as promises
from service_desk.workspace import deeds
from tests.cases.story import facts
from tests.cases.test_races import before_the_lock, behind_the_lock

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_a_merge_each_way_the_first_wins(story, monkeypatch):
    one, other = story.drive("assigned"), story.drive("assigned")
    back = lambda: linking.merge(story.bob, other, into=one, because="反向", now=story.now)  # noqa: E731
    ran = before_the_lock(monkeypatch, linking, back, "_locked_both")
    with pytest.raises(IllegalMove):
        linking.merge(story.alice, one, into=other, because="同一件事", now=story.now)
    assert ran[1].gone_id == other.pk
    assert (story.fresh(one).status, story.fresh(other).status) == ("assigned", "merged")
    assert CaseMerge.objects.count() == len(facts("CaseMerged")) == 1


def test_whoever_merges_the_other_way_meanwhile_waits_and_is_refused(story, monkeypatch):
    """Both take the two cases in the order of their keys, so that they wait and do not deadlock."""
    one, other = story.drive("assigned"), story.drive("assigned")
    back = lambda: linking.merge(story.bob, other, into=one, because="反向", now=story.now)  # noqa: E731
    others = behind_the_lock(monkeypatch, linking, back, "_tell")
    linking.merge(story.alice, one, into=other, because="同一件事", now=story.now)
    others[0].join(20)
    assert isinstance(others[0].outcome, IllegalMove)
    assert (story.fresh(one).status, story.fresh(other).status) == ("merged", "assigned")


def test_of_two_who_give_the_case_at_once_the_first_wins(story, monkeypatch):
    case = story.drive("registered")
    act = lambda: cases.assign(story.bob, case, to=story.bob, because="我来", now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, giving, act)
    with pytest.raises(IllegalMove) as refusal:
        cases.assign(story.bob, case, to=story.alice, because="轮到她", now=story.now)
    assert refusal.value.code == "held"
    assert story.fresh(case).assignee == story.bob
    assert case.history.filter(verb="assigned").count() == len(facts("CaseAssigned")) == 1


def test_of_giving_one_and_giving_many_at_once_the_first_wins(story, monkeypatch):
    case, other = story.drive("registered"), story.drive("registered")
    act = lambda: cases.assign(story.bob, case, to=story.bob, because="我来", now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, deeds, act, "_locked")
    with transaction.atomic():
        results = deeds.give(story.machine, [case.pk, other.pk], story.alice, because="轮到她", now=story.now)
    assert {one.case_id: one.outcome for one in results} == {case.pk: "asked", other.pk: "done"}
    assert (story.fresh(case).assignee, story.fresh(other).assignee) == (story.bob, story.alice)
    assert len(facts("CaseAssigned")) == 2


def test_a_machine_that_dispatches_takes_nothing_from_who_was_quicker(story, monkeypatch):
    case = story.drive("registered")
    act = lambda: cases.assign(story.bob, case, to=story.bob, because="我来", now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, giving, act)
    assert dispatching.dispatch(story.machine, case, now=story.now) is None
    assert (case.status, story.fresh(case).assignee) == ("assigned", story.bob)


def test_of_accepting_and_taking_back_the_first_wins(story, monkeypatch):
    row = handing.propose(story.alice, story.drive("assigned"), to=story.bob, because="休假", now=story.now)
    act = lambda: handing.withdraw(story.alice, row, now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, handing, act, "_locked")
    with pytest.raises(IllegalMove):
        handing.accept(story.bob, row, now=story.now)
    assert story.fresh(row.case).assignee == story.alice


def test_two_who_ask_at_once_ask_one(story, monkeypatch):
    case = story.drive("assigned")
    act = lambda: handing.propose(story.alice, case, to=story.bob, because="甲", now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, handing, act, "locked")
    with pytest.raises(Refused):
        handing.propose(story.bob, case, to=story.bob, because="乙", now=story.now)
    assert case.hand_overs.count() == 1


def test_a_promise_is_settled_once(story, monkeypatch):
    promise = promises.make(story.alice, story.drive("assigned"), text="回电", now=story.now)
    act = lambda: promises.settle(story.bob, promise, status="kept", now=story.now)  # noqa: E731
    before_the_lock(monkeypatch, promises, act, "locked")
    with pytest.raises(IllegalMove):
        promises.settle(story.alice, promise, status="withdrawn", because="不需要了", now=story.now)
    promise.refresh_from_db()
    assert promise.status == "kept"
