import pytest

from crm.errors import IllegalMove, Refused
from service_desk.cases import services
from service_desk.cases.access import action_for
from tests.cases.story import facts, nothing_changes


def test_the_first_action_begins_the_implementation(story, property_service):
    case = story.drive("agreed")
    action = services.add_action(
        story.alice, case, department=property_service, description="清理现场", now=story.now
    )
    assert (action.status, story.fresh(case).status) == ("open", "implementing")


def test_its_department_reports_an_action_as_done(story):
    case = story.drive("implementing")
    action = services.finish_action(story.hong, case.actions.get(), result="完成", now=story.now)
    assert (action.status, action.done_by, action.result) == ("done", story.hong, "完成")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.finish_action(story.hong, action, result="又完成", now=story.now)


def test_a_handler_finds_the_actions_of_his_department(story, hong):
    action = story.drive("implementing").actions.get()
    assert action_for(hong, action.public_id, to="actions.finish") == action


def test_nothing_is_carried_out_before_the_owner_agreed(story):
    case = story.drive("proposed")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.add_action(
            story.alice, case, department=story.engineering, description="先做", now=story.now
        )


def test_work_with_open_actions_is_not_complete(story):
    case = story.drive("implementing")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.complete(story.alice, case, result="好了", now=story.now)
    assert (refusal.value.code, refusal.value.extra["open"]) == ("actions_open", 1)


def test_completion_says_the_fact_that_starts_the_return_visits(story):
    case = story.drive("completed")
    assert facts("CaseCompleted") == [
        {"case_id": case.pk, "owner_id": story.chen.pk, "project_id": story.project.pk, "round": 1}
    ]
    assert (case.completed_at, case.due_at) == (story.now, None)


def test_where_an_apology_is_enough_no_action_is_needed(story):
    case = story.drive("agreed")
    assert services.complete(story.alice, case, result="已登门致歉", now=story.now).status == "completed"


@pytest.mark.parametrize("kind", ["inquiry", "suggestion", "praise"])
def test_what_needs_no_department_is_completed_by_the_agents_answer(story, kind):
    case = story.drive("assigned", kind=kind)
    assert services.complete(story.alice, case, result="已答复", now=story.now).status == "completed"


def test_a_complaint_takes_no_short_cut(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(IllegalMove):
        services.complete(story.alice, case, result="已答复", now=story.now)


def test_the_first_action_begins_with_what_was_agreed(story, signed_in):
    case = story.drive("agreed")
    page = signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    form = page[page.index('id="actions-description"') :]
    assert case.proposals.get(status="agreed").summary in form[: form.index("</textarea>")]
