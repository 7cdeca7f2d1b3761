"""What waits for an answer when its case comes to its end: taken back by the machine, hidden while there is nothing to
do, or left because it outlives the case. docs/procedure.md says which and why."""

from datetime import timedelta

import pytest
from django.utils import translation

from crm.errors import IllegalMove, Refused
from crm.messages.models import OutgoingMessage
from service_desk.authority import reminding
from service_desk.cases import services as cases
from service_desk.cases.wording import line
from service_desk.handingover import ending, selectors, services
from service_desk.linking import services as linking
from service_desk.promises import services as promises
from service_desk.repairs import services as repairs
from tests.cases.story import nothing_changes


@pytest.fixture
def visiting(story):
    """Done, and the owner is being asked; Alice wants Bob to take the case over, who has not answered."""
    type(story.bob).objects.filter(pk=story.bob.pk).update(email="bob@example.com")
    type(story.alice).objects.filter(pk=story.alice.pk).update(email="alice@example.com")
    case = story.drive("visiting")
    return services.propose(story.alice, case, to=story.bob, because="我休假", now=story.now)


def close(story, case):
    cases.close(story.bob, case, because="业主已书面确认满意", now=story.now)


def test_nobody_is_asked_any_more_to_take_a_closed_case_over(story, visiting):
    assert list(selectors.mine_to_answer(story.bob)) == [visiting]
    close(story, visiting.case)
    visiting.refresh_from_db()
    assert (visiting.status, visiting.decided_by) == ("withdrawn", story.machine)
    assert not selectors.waiting_for(story.bob).exists()
    assert not selectors.waiting_for(story.alice).exists()
    with nothing_changes(), pytest.raises(IllegalMove):
        services.accept(story.bob, visiting, now=story.now)


def test_the_history_says_that_the_case_ended_it(story, visiting):
    close(story, visiting.case)
    row = visiting.case.history.get(verb="hand_over_withdrawn")
    with translation.override("en"):
        assert (row.actor, line(row, {}).detail) == (story.machine, "closed")
    verbs = visiting.case.history.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["hand_over_withdrawn", "closed"]


def test_who_asked_and_who_was_asked_are_told_but_not_who_closed_it(story, visiting):
    close(story, visiting.case)
    told = OutgoingMessage.objects.filter(subject_ref=f"hand-over:{visiting.public_id}")
    assert list(told.values_list("recipient", flat=True)) == ["alice@example.com"]
    assert visiting.case.number in told.get().subject


def test_a_team_that_was_asked_finds_nothing_to_take(story, desk):
    case = story.drive("visiting")
    services.propose(story.alice, case, team=desk, because="换班", now=story.now)
    close(story, case)
    assert not selectors.mine_to_answer(story.bob).exists()


def test_what_is_merged_into_another_is_not_handed_over_and_the_other_case_is(story):
    gone, kept = story.drive("assigned"), story.drive("assigned")
    asked = {
        case: services.propose(story.alice, case, to=story.bob, because="我休假", now=story.now)
        for case in (gone, kept)
    }
    linking.merge(story.alice, gone, into=kept, because="同一处漏水", now=story.now)
    assert list(selectors.mine_to_answer(story.bob)) == [asked[kept]]
    with translation.override("en"):
        assert line(gone.history.get(verb="hand_over_withdrawn"), {}).detail == "merged into another case"
    linking.undo_merge(story.bob, gone, because="是两处", now=story.now)
    assert (
        services.propose(story.alice, gone, to=story.bob, because="再问", now=story.now).status == "proposed"
    )


def test_control_without_the_machine_the_question_stays(story, visiting, monkeypatch):
    monkeypatch.setattr(ending, "end_with", lambda *_args, **_given: None)
    close(story, visiting.case)
    assert selectors.mine_to_answer(story.bob).exists()


def test_an_answer_that_comes_while_the_case_is_being_closed_finds_it_closed(story, visiting, monkeypatch):
    real = services._locked
    monkeypatch.setattr(services, "_locked", lambda row: (close(story, row.case), real(row))[1])
    with pytest.raises(IllegalMove):
        services.accept(story.bob, visiting, now=story.now)
    assert story.fresh(visiting.case).assignee == story.alice


def test_while_a_case_rests_nobody_is_reminded_to_sign_and_with_it_the_reminders_come_back(story):
    type(story.bob).objects.filter(pk=story.bob.pk).update(email="bob@example.com")
    proposal = story.propose(story.drive("answered"), amount=100_000)
    linking.merge(story.alice, proposal.case, into=story.other(), because="同一处漏水", now=story.now)
    later = story.now + timedelta(days=2)
    assert reminding.remind_due(now=later) == 0
    linking.undo_merge(story.bob, proposal.case, because="是两处", now=later)
    assert reminding.remind_due(now=later) == 1


def test_a_promise_and_a_visit_of_the_repairers_outlive_the_case(story):
    case = story.drive("visiting")
    promise = promises.make(story.alice, case, text="一个月后回访", now=story.now)
    order = repairs.order(story.alice, case, description="补刷墙面", now=story.now)
    times = [(story.later(days=1), story.later(days=1, hours=2))]
    call = repairs.offer(story.alice, order, engineer=story.hong, times=times, now=story.now)
    close(story, case)
    assert repairs.choose(story.alice, call, position=1, now=story.now).status == "agreed"
    assert promises.settle(story.alice, promise, status="kept", now=story.now).status == "kept"
    with nothing_changes(), pytest.raises((IllegalMove, Refused)):
        repairs.order(story.alice, case, description="再来一次", now=story.now)
