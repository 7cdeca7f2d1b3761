import pytest

from crm.errors import Refused
from service_desk.cases import services
from service_desk.clocks.models import Deadline
from tests.cases.story import facts, nothing_changes


def test_the_slip_goes_to_the_responsible_department_with_three_working_days(story):
    case = story.drive("investigating")
    slip = services.transfer(story.alice, case, request="请给出方案", now=story.now)
    clock = Deadline.objects.get(kind="department_reply")
    assert (slip.department, slip.status, slip.round) == (story.engineering, "sent", 1)
    assert (clock.slip, clock.working_days, clock.due_at) == (slip, 3, slip.due_at)
    assert story.fresh(case).status == "transferred"
    assert facts("SlipTransferred")[0]["slip_id"] == slip.pk


def test_the_case_shows_the_earliest_of_its_clocks(story):
    case = story.drive("transferred")
    assert case.due_at == Deadline.objects.get(kind="department_reply").due_at


def test_another_department_may_be_asked_besides(story, property_service):
    case = story.drive("transferred")
    slip = services.transfer(story.alice, case, department=property_service, request="请配合", now=story.now)
    assert slip.department == property_service
    assert case.slips.filter(status="sent").count() == 2


def test_one_department_is_not_asked_twice_at_once(story):
    case = story.drive("transferred")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.transfer(story.alice, case, request="再问一次", now=story.now)
    assert "department" in refusal.value.fields


def test_what_is_not_substantiated_goes_to_no_department(story):
    case = story.drive("assigned")
    services.investigate(story.alice, case, substantiated=False, findings="无", now=story.now)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.transfer(story.alice, case, department=story.engineering, request="请看", now=story.now)
    assert refusal.value.code == "not_substantiated"


def test_a_solution_that_does_not_do_goes_back(story):
    case = story.drive("answered")
    slip = services.transfer(story.alice, case, request="方案不完整", now=story.now)
    assert (slip.status, story.fresh(case).status) == ("sent", "transferred")
