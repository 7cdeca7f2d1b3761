"""The callback officer asks, independent of whoever handled the case."""

import pytest

from crm.accounts import services as accounts
from crm.accounts.models import Role
from crm.errors import IllegalMove, NotAllowed, Refused
from crm.events.models import OutboxEvent
from satisfaction.collection import services
from satisfaction.collection.forms import CallbackForm
from satisfaction.models import Feedback, Invitation, Question
from service_desk.cases.models import CaseHistory, ReturnVisit
from tests.people import NOW

pytestmark = pytest.mark.django_db
SAID = {"overall": "satisfied", "result": "very_satisfied"}


def record(actor, visit, outcome="reached", answers=SAID, words=""):
    return services.record_callback(actor, visit, outcome=outcome, answers=answers, words=words, now=NOW)


def traces():
    return (
        ReturnVisit.objects.values().get(),
        Invitation.objects.values().get(),
        Feedback.objects.count(),
        CaseHistory.objects.count(),
        OutboxEvent.objects.count(),
    )


def test_the_visit_and_the_answers_are_recorded_in_one_go(visit, cai):
    feedback = record(cai, visit, words="挺好")
    visit.refresh_from_db()
    assert (visit.status, visit.officer) == ("done", cai)
    assert (feedback.score, feedback.via, feedback.recorded_by) == (75, "callback", cai)
    assert Invitation.objects.get(visit=visit).status == "answered"


@pytest.mark.parametrize("outcome", ["no_answer", "not_now", "refused"])
def test_who_was_not_reached_is_never_scored_whatever_the_form_holds(visit, cai, outcome):
    assert record(cai, visit, outcome=outcome) is None
    assert not Feedback.objects.exists()


def test_who_handled_the_case_may_not_call_back_and_nothing_changes(visit, alice):
    before = traces()
    with pytest.raises(NotAllowed):
        record(alice, visit)
    assert traces() == before


def test_a_wrong_answer_is_refused_whole_the_visit_with_it(visit, cai):
    before = traces()
    with pytest.raises(Refused):
        record(cai, visit, answers={"overall": "excellent"})
    assert traces() == before


def test_an_owner_who_has_answered_by_link_is_not_asked_the_same_again(visit, cai, invitation):
    services.record_answer(None, invitation=invitation, answers=SAID, words="", via="link", now=NOW)
    with pytest.raises(IllegalMove):
        record(cai, visit)
    visit.refresh_from_db()
    assert visit.status == "planned"
    assert Feedback.objects.count() == 1


def test_the_officers_queue_opens_on_the_visit_that_is_due_first(signed_in, visit, cai):
    page = signed_in(cai).get("/satisfaction/callbacks/")
    assert page.status_code == 200
    assert visit.number in page.content.decode()
    assert "陈建国" in page.content.decode()


def test_the_queue_leaves_out_what_the_officer_handled_himself(signed_in, visit, alice, riverside, system):
    accounts.grant(system, alice, role=Role.CALLBACK, project=riverside, now=NOW)
    page = signed_in(type(alice).objects.get(pk=alice.pk)).get("/satisfaction/callbacks/")
    assert visit.number not in page.content.decode()


def test_the_form_records_the_visit(signed_in, visit, cai):
    said = {"outcome": "reached", "answer_overall": "neutral", "answer_words": "一般"}
    response = signed_in(cai).post(f"/satisfaction/callbacks/{visit.number}/", said)
    assert response.status_code == 302
    assert Feedback.objects.get().score == 50


def test_the_form_asks_the_overall_question_of_whoever_was_reached(signed_in, visit, cai):
    response = signed_in(cai).post(f"/satisfaction/callbacks/{visit.number}/", {"outcome": "reached"})
    assert response.status_code == 422
    assert not Feedback.objects.exists()


def test_another_city_does_not_find_the_visit(signed_in, visit, harbour, system):
    stranger = accounts.add_user(system, username="xu", display_name="Xu", now=NOW)
    accounts.grant(system, stranger, role=Role.CALLBACK, project=harbour, now=NOW)
    response = signed_in(stranger).get(f"/satisfaction/callbacks/{visit.number}/")
    assert response.status_code == 404


def test_an_agent_has_no_business_here(signed_in, visit, alice):
    assert signed_in(alice).get("/satisfaction/callbacks/").status_code == 403


def test_the_api_records_a_callback_once_for_one_key(api, visit, cai):
    said = {"visit": visit.number, "outcome": "reached", "answers": SAID}
    first = api(cai).post("callbacks", said, Idempotency_Key="one")
    second = api(cai).post("callbacks", said, Idempotency_Key="one")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Feedback.objects.count() == 1


def test_the_officer_also_reads_the_question_in_the_owners_language(signed_in, visit, cai, chen):
    from owners.models import Owner

    Owner.objects.filter(pk=chen.pk).update(language="fi")
    page = signed_in(cai).get(f"/satisfaction/callbacks/{visit.number}/").content.decode()
    assert "总的来说，您满意吗？" in page
    assert "Kuinka tyytyväinen olette kaiken kaikkiaan?" in page


def test_nought_of_ten_is_an_answer_and_not_a_question_left_open():
    asked = Question(code="again", kind="nps", names={"en": "Would you recommend us?"}, required=True)
    form = CallbackForm({"outcome": "reached", "answer_again": "0"}, questions=[asked])
    assert form.is_valid(), form.errors
    assert form.answers() == {"again": 0}
    assert not CallbackForm({"outcome": "reached", "answer_again": ""}, questions=[asked]).is_valid()
