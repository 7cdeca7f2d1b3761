import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from crm.errors import NotAllowed, NotFound
from service_desk.cases import selectors, services
from service_desk.cases.models import CaseHistory, CaseMessage
from service_desk.cases.states import CaseStatus
from tests.cases.story import WAY


def page(user, case):
    return selectors.case_page(user, case.number)


def states_of(user, case):
    return "".join(step.state[0] for step in page(user, case).steps)


STEPS = {  # d done, c current, a ahead, s skipped
    "registered": "caaaaaa",
    "assigned": "dcaaaaa",
    "investigating": "ddcaaaa",
    "transferred": "ddcaaaa",
    "answered": "dddcaaa",
    "proposed": "dddcaaa",
    "agreed": "ddddcaa",
    "implementing": "ddddcaa",
    "completed": "dddddca",
    "visiting": "dddddca",
    "closed": "ddddddd",
    "explained": "ddssssc",
}


@pytest.mark.parametrize(("status", "expected"), STEPS.items())
def test_the_seven_steps_say_where_a_complaint_stands(story, status, expected):
    assert states_of(story.bob, story.drive(status)) == expected


def test_an_inquiry_skips_what_it_does_not_need(story):
    case = story.drive("assigned", kind="inquiry")
    services.complete(story.alice, case, result="已答复", now=story.now)
    assert states_of(story.bob, case)[1:4] == "sss"


NEXT = {
    "registered": ("assignment", "house"),
    "assigned": ("investigation", "person"),
    "investigating": ("transfer-slips", "person"),
    "transferred": ("answer", "department"),
    "answered": ("proposals", "person"),
    "proposed": ("owner-decision", "owner"),
    "agreed": ("actions", "person"),
    "implementing": ("completion-of-action", "department"),
    "completed": ("return-visits", "supervisor"),
    "visiting": ("outcome", "callback"),
    "explained": ("closure", "person"),
}


@pytest.mark.parametrize(("status", "expected"), NEXT.items())
def test_there_is_one_next_action_and_it_says_whose_turn_it_is(story, status, expected):
    following = page(story.bob, story.drive(status)).next
    assert (following.form, following.turn) == expected
    assert following.label and following.then and following.whose


def test_a_closed_case_has_no_next_action(story):
    assert page(story.bob, story.drive("closed")).next is None


def test_the_next_action_knows_whether_it_is_yours(story):
    case = story.drive("assigned")
    assert page(story.alice, case).next.yours
    assert not page(story.bob, case).next.yours
    visiting = story.drive("visiting")
    assert page(story.cai, visiting).next.yours
    assert not page(story.alice, visiting).next.yours


def test_visits_are_planned_by_who_did_not_handle_the_case(story, api):
    """Whoever handled it does not decide how often his work is asked about; without the machine a supervisor does."""
    case = story.drive("completed")
    for person in (story.alice, story.cai):
        following = page(person, case).next
        assert (following.yours, following.whose) == (False, gettext("the supervisor"))
        assert api(person).post(f"cases/{case.number}/return-visits", {}).status_code == 403
    assert page(story.bob, case).next.yours
    assert api(story.bob).post(f"cases/{case.number}/return-visits", {}).status_code == 201


def test_a_proposal_above_the_limit_waits_for_the_approver(story):
    case = story.drive("answered")
    story.propose(case, amount=90_000)
    assert page(story.bob, case).next.form == "approval"
    assert page(story.bob, case).next.yours
    assert not page(story.alice, case).next.yours


def test_the_history_reads_as_sentences_newest_first(story):
    lines = page(story.bob, story.drive("closed")).past.lines
    assert lines[-1].text.startswith(str(story.alice))
    assert all(line.text and line.who for line in lines)
    assert lines[0].verb == "closed"


def test_the_page_takes_as_many_queries_for_a_thousand_rows_as_for_one(story):
    case = story.drive("visiting")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            page(story.bob, case)
        return len(asked)

    queries()
    few = queries()
    at = {"case": case, "at": story.now}
    CaseHistory.objects.bulk_create([CaseHistory(**at, actor=story.bob, verb="noted") for _ in range(1000)])
    CaseMessage.objects.bulk_create([CaseMessage(**at, direction="note", body=".") for _ in range(1000)])
    assert queries() == few


def test_every_open_status_of_the_way_has_a_next_action(story):
    assert set(NEXT) | {"closed", "merged"} == set(CaseStatus.values)
    assert set(WAY) | {CaseStatus.EXPLAINED, CaseStatus.MERGED} == set(CaseStatus)


def test_out_of_scope_is_not_found_and_out_of_role_is_not_allowed(story, dan, hong):
    case = story.register()
    with pytest.raises(NotFound):
        page(dan, case)
    with pytest.raises(NotAllowed):
        page(hong, case)


def test_what_a_case_says_about_itself_to_whoever_weighs_it(story):
    said = selectors.situation(story.drive("completed", demand_amount=500_000))
    assert (said["fault_share"], said["rounds"], said["demand_amount"], said["agreed_amount"]) == (
        80,
        1,
        500_000,
        30_000,
    )


def test_the_officers_list_leaves_out_cases_he_handled(story):
    case = story.drive("visiting")
    assert {row.case_id for row in selectors.due_visits(story.cai)} == {case.pk}
    assert selectors.due_visits(story.alice) == []


def test_what_waits_for_approval_is_listed_in_scope(story, dan):
    proposal = story.propose(story.drive("answered"), amount=90_000)
    assert selectors.proposals_to_approve(story.bob) == [proposal]
    assert selectors.proposals_to_approve(dan) == []


def test_an_owners_cases_newest_first(story):
    first = story.register(received_at=story.later(days=-1))
    second = story.register()
    assert selectors.cases_of(story.alice, story.chen) == [second, first]


def test_another_citys_agent_sees_nothing_of_an_owners_cases(story, dan):
    story.register()
    assert selectors.cases_of(dan, story.chen) == []
