import pytest

from crm.errors import IllegalMove, NotAllowed, NotFound, Refused
from service_desk.cases import services
from service_desk.cases.access import slip_for
from service_desk.cases.models import TransferSlip
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes


def test_the_answer_brings_the_case_back_to_the_desk_and_meets_the_clock(story):
    case = story.drive("transferred")
    slip = services.answer_slip(story.hong, case.slips.get(), solution="重做防水层", now=story.now)
    assert (slip.status, slip.answered_by) == ("answered", story.hong)
    assert story.fresh(case).status == "answered"
    assert Deadline.objects.get(slip=slip).met_at == story.now
    assert facts("SlipAnswered")[0]["department_id"] == story.engineering.pk


def test_the_case_waits_for_the_last_of_several_departments(story, property_service):
    case = story.drive("transferred")
    other = services.transfer(story.alice, case, department=property_service, request="请配合", now=story.now)
    first = case.slips.get(department=story.engineering)
    services.answer_slip(story.hong, first, solution="可以", now=story.now)
    assert story.fresh(case).status == "transferred"
    services.answer_slip(story.hong, other, solution="可以", now=story.now)
    assert story.fresh(case).status == "answered"


def test_a_slip_is_answered_once(story):
    case = story.drive("answered")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.answer_slip(story.hong, case.slips.get(), solution="再来", now=story.now)


def test_an_empty_solution_is_refused(story):
    case = story.drive("transferred")
    with nothing_changes(), pytest.raises(Refused):
        services.answer_slip(story.hong, case.slips.get(), solution="", now=story.now)


def test_only_a_handler_of_the_department_answers(story, alice, bob, hong):
    slip = story.drive("transferred").slips.get()
    assert slip_for(hong, slip.number, to="slips.answer") == slip
    for other in (alice, bob):
        with pytest.raises(NotAllowed):
            slip_for(other, slip.number, to="slips.answer")


def test_a_handler_does_not_learn_of_another_departments_slip(story, property_service, hong):
    case = story.drive("transferred")
    slip = services.transfer(story.alice, case, department=property_service, request="请配合", now=story.now)
    with pytest.raises(NotFound):
        slip_for(hong, slip.number)


def test_an_agent_of_another_city_does_not_find_it(story, dan):
    case = story.drive("transferred")
    with pytest.raises(NotFound):
        slip_for(dan, TransferSlip.objects.get(case=case).number)
