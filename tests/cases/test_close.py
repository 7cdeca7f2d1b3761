import pytest

from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.cases import services
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes

SERVICE = "property_service"


def close(story, case, by=None):
    return services.close(by or story.machine, case, because="业主表示满意", now=story.now)


def test_a_satisfied_owner_closes_a_service_complaint_at_once(story):
    case = close(story, story.drive("visiting", subject=SERVICE))
    assert (case.status, case.closed_at, case.due_at) == ("closed", story.now, None)
    assert facts("CaseClosed")[0]["round"] == 1


def test_an_answer_by_link_takes_the_place_of_the_visit(story):
    case = close(story, story.drive("visiting", subject=SERVICE))
    visit = case.visits.get()
    assert (visit.status, visit.outcome, visit.officer) == ("answered", "reached", None)


def test_nothing_ticks_on_a_closed_case(story):
    case = close(story, story.drive("visiting", subject=SERVICE))
    assert not Deadline.objects.running().filter(case=case).exists()


def test_an_engineering_complaint_stays_open_until_its_second_visit(story):
    case = close(story, story.drive("visiting"))
    assert (case.status, case.closings_agreed) == ("visiting", 1)
    assert [row.status for row in case.visits.order_by("sequence")] == ["answered", "planned"]
    assert facts("CaseClosed") == []


def test_with_the_second_answer_by_link_it_closes(story):
    case = close(story, close(story, story.drive("visiting")))
    assert case.status == "closed"


def test_with_both_visits_made_by_the_officer_it_closes_with_the_second_decision(story):
    case = story.drive("visiting")
    for visit in case.visits.order_by("sequence"):
        assert story.fresh(case).status == "visiting"
        services.record_return_visit(story.cai, visit, outcome="reached", now=story.now)
        case = close(story, case)
    assert case.status == "closed"
    assert [row.status for row in case.visits.all()] == ["done", "done"]


@pytest.mark.parametrize("outcomes", [["refused"], ["no_answer"] * 3])
def test_a_satisfied_owner_who_then_cannot_be_reached_does_not_keep_it_open(story, outcomes):
    case = close(story, story.drive("visiting"))
    for outcome in outcomes:
        visit = case.visits.get(status="planned")
        services.record_return_visit(story.cai, visit, outcome=outcome, now=story.now)
    assert story.fresh(case).status == "closed"


def test_without_any_answer_an_unreached_owner_leaves_the_case_to_the_supervisor(story):
    case = story.drive("visiting", subject=SERVICE)
    services.record_return_visit(story.cai, case.visits.get(), outcome="refused", now=story.now)
    assert story.fresh(case).status == "visiting"
    assert close(story, case, by=story.bob).status == "closed"


def test_an_agent_does_not_close_what_the_owner_has_not_judged(story):
    case = story.drive("visiting")
    with nothing_changes(), pytest.raises(NotAllowed):
        close(story, case, by=story.alice)


def test_a_supervisor_closes_at_once_and_the_planned_visits_are_cancelled(story):
    case = close(story, story.drive("visiting"), by=story.bob)
    assert case.status == "closed"
    assert {row.status for row in case.visits.all()} == {"cancelled"}


def test_an_agent_closes_his_answered_inquiry(story):
    case = story.drive("assigned", kind="inquiry")
    services.complete(story.alice, case, result="已答复", now=story.now)
    assert close(story, case, by=story.alice).status == "closed"


def test_nobody_closes_without_a_reason(story):
    case = story.drive("visiting")
    with nothing_changes(), pytest.raises(Refused):
        services.close(story.bob, case, because=" ", now=story.now)


def test_closed_is_closed(story):
    case = story.drive("closed")
    with nothing_changes(), pytest.raises(IllegalMove):
        close(story, case)
