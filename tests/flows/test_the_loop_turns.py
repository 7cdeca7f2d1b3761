"""The thin loop, from the owner's words to the recorded outcome, through services and relay."""

import pytest
from django.db import IntegrityError, transaction

from coordination.models import Alarm, Decision, Outcome
from crm.events.models import OutboxEvent
from profitability.models import LedgerEntry
from satisfaction.collection import services as collection
from satisfaction.collection.states import MOVES, InvitationStatus
from satisfaction.models import Feedback, Invitation
from service_desk.cases import services
from service_desk.cases.models import CaseHistory
from service_desk.directives import services as directives
from service_desk.directives.models import Directive
from tests.flows import story

pytestmark = pytest.mark.django_db

CONTENT = {"speed": "satisfied", "attitude": "very_satisfied", "result": "satisfied", "overall": "satisfied"}
DISCONTENT = {"speed": "neutral", "result": "very_dissatisfied", "overall": "dissatisfied"}


@pytest.fixture
def completed(alice, bob, hong, cai, chen, home_1201, engineering, desk):
    case = story.registered(alice, chen, home_1201)
    return story.worked(alice, hong, case, engineering)


def call_back(cai, case, answers, words="", now=None):
    visit = next(visit for visit in story.visits(case) if visit.status == "planned")
    now = now or story.later(1)
    feedback = collection.record_callback(
        cai, visit, outcome="reached", answers=answers, words=words, now=now
    )
    story.deliver(now)
    return feedback


def test_a_new_case_goes_to_an_agent_with_the_reason(alice, chen, home_1201, desk):
    case = story.registered(alice, chen, home_1201)

    assert case.status == "assigned"
    assert case.assignee == alice
    assert CaseHistory.objects.get(case=case, verb="assigned").because


def test_a_completed_case_is_visited_and_its_owner_asked(completed):
    visit = story.visits(completed)[0]

    assert completed.status == "visiting"
    invitation = Invitation.objects.get(visit=visit)
    assert invitation.status == "open"
    assert invitation.language == "zh-hans"


def test_a_satisfied_owner_closes_his_case(completed, cai):
    feedback = call_back(cai, completed, CONTENT)

    decision = Decision.objects.get(feedback=feedback)
    assert (decision.outcome, decision.carried_out) == ("close", "closed")
    assert story.fresh(completed).status == "closed"
    assert not Directive.objects.exists()


def test_a_dissatisfied_owner_starts_it_again_with_a_directive(completed, cai):
    feedback = call_back(cai, completed, DISCONTENT, words="还是漏")

    case = story.fresh(completed)
    decision = Decision.objects.get(feedback=feedback)
    directive = Directive.objects.get(case=completed)
    assert decision.outcome == "reopen"
    assert (case.status, case.round) == ("investigating", 2)
    assert directive.decision_ref == decision.public_id
    assert directive.plan == decision.plan
    assert directive.assignee == case.assignee
    assert "还是漏" in directive.instruction


def test_the_second_round_ends_content_and_the_outcome_is_measured(completed, alice, hong, cai, engineering):
    call_back(cai, completed, DISCONTENT)
    directive = Directive.objects.get(case=completed)
    directives.accept(alice, directive, now=story.later(2))
    directives.fulfil(alice, directive, result="主管到场，重修并试水", now=story.later(3))
    story.deliver(story.later(3))
    case = story.worked(alice, hong, story.fresh(completed), engineering, now=story.later(4))
    call_back(cai, case, CONTENT, now=story.later(5))

    outcome = Outcome.objects.get(directive=directive)
    assert story.fresh(completed).status == "closed"
    assert (outcome.score_before, outcome.score_after, outcome.finding) == (25, 75, "worked")


def test_every_fact_was_delivered_and_none_is_dead(completed, cai):
    call_back(cai, completed, CONTENT)

    assert not OutboxEvent.objects.filter(done_at=None).exists()
    assert not OutboxEvent.objects.filter(dead_at__isnull=False).exists()


def test_an_engineering_complaint_is_closed_only_after_two_visits(
    alice, hong, cai, chen, home_1201, engineering, desk
):
    case = story.registered(alice, chen, home_1201, subject="engineering_quality")
    case = story.worked(alice, hong, case, engineering)
    first = call_back(cai, case, CONTENT)

    assert Decision.objects.get(feedback=first).carried_out == "closes_with_last_visit"
    assert story.fresh(case).status == "visiting"

    call_back(cai, case, CONTENT, now=story.later(3))
    assert story.fresh(case).status == "closed"


def test_what_the_case_cost_stands_in_the_ledger(alice, hong, cai, chen, home_1201, engineering, desk):
    case = story.registered(alice, chen, home_1201)
    case = story.worked(alice, hong, case, engineering, amount=20_000)
    call_back(cai, case, CONTENT)

    posted = dict(LedgerEntry.objects.filter(owner=chen).values_list("kind", "amount"))
    assert posted["compensation"] == -20_000
    assert posted["service_hours"] < 0
    assert posted["visit"] < 0


def test_delivering_a_fact_again_changes_nothing(completed, cai, now):
    feedback = call_back(cai, completed, DISCONTENT)
    before = (Decision.objects.count(), Directive.objects.count(), LedgerEntry.objects.count())

    OutboxEvent.objects.filter(name__in=["FeedbackRecorded", "CaseCompleted"]).update(done_at=None)
    story.deliver(story.later(2))

    assert (Decision.objects.count(), Directive.objects.count(), LedgerEntry.objects.count()) == before
    assert Feedback.objects.get().pk == feedback.pk


def test_an_unreached_owner_is_never_scored(completed, cai):
    visit = story.visits(completed)[0]
    for outcome in ("no_answer", "not_now"):
        collection.record_callback(cai, visit, outcome=outcome, answers=CONTENT, words="", now=story.later(1))
    collection.record_callback(cai, visit, outcome="refused", answers=CONTENT, words="", now=story.later(2))

    assert not Feedback.objects.exists()
    assert Invitation.objects.get(visit=visit).status == "open"


def test_visits_that_end_in_silence_wait_for_a_person_and_no_machine_guesses(completed, cai, bob):
    visit = story.visits(completed)[0]
    collection.record_callback(cai, visit, outcome="refused", answers={}, words="", now=story.later(1))
    story.deliver(story.later(1))

    assert story.fresh(completed).status == "visiting"
    assert not Decision.objects.exists()
    assert [alarm.kind for alarm in Alarm.objects.standing()] == ["silent"]

    services.close(bob, story.fresh(completed), because="业主不愿接受回访", now=story.later(2))
    assert not Alarm.objects.standing().exists()


def test_a_visit_with_its_answer_is_no_silence(completed, cai):
    call_back(cai, completed, DISCONTENT)
    assert not Alarm.objects.exists()


def test_an_answered_inquiry_closes_without_asking_anybody(alice, chen, home_1201, desk):
    case = story.registered(alice, chen, home_1201, kind="inquiry")
    services.complete(alice, case, result="已答复", now=story.later(1))
    story.deliver(story.later(1))

    assert story.fresh(case).status == "closed"
    assert not Invitation.objects.exists()


def test_a_case_of_nobody_known_closes_because_nobody_can_be_asked(alice, hong, home_1201, engineering, desk):
    case = story.registered(alice, None, home_1201)
    case = story.worked(alice, hong, case, engineering)

    assert case.status == "closed"
    assert not Invitation.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("was", ["open", "answered", "expired", "withheld"])
@pytest.mark.parametrize("to", ["open", "answered", "expired", "withheld"])
def test_the_database_lets_an_invitation_go_only_the_ways_of_its_table(completed, was, to):
    legal = was == to or to in MOVES[InvitationStatus(was)]
    row = Invitation.objects.get()
    fields = {"answered_at": story.NOW if was == "answered" else None}
    Invitation.objects.filter(pk=row.pk).delete()
    row.status, row.answered_at = was, fields["answered_at"]
    row.withheld_because = "no_address"
    row.save(force_insert=True)
    change = {"status": to, "answered_at": story.NOW if to == "answered" else None}
    with transaction.atomic():
        if legal:
            Invitation.objects.filter(pk=row.pk).update(**change)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                Invitation.objects.filter(pk=row.pk).update(**change)
    assert Invitation.objects.get(pk=row.pk).status == (to if legal else was)
