"""Page and API ask the same rule: who may be given a case, and who may keep what was said."""

import pytest

from crm.accounts.models import User
from crm.accounts.services import grant
from service_desk.cases import access
from service_desk.cases.api import MessagesOfCase
from service_desk.cases.forms import CASE_STEPS
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.terms import Direction
from tests.cases.story import nothing_changes


@pytest.fixture
def idle(story, dan, hong, cai) -> dict:
    """People who may not be given a case here: of elsewhere, of other roles."""
    return {"dan": dan, "hong": hong, "cai": cai}


def names(rows) -> set[str]:
    return {person.username for person in rows}


def test_whoever_investigates_in_a_project_may_be_given_its_cases(story, idle, harbour):
    assert names(access.agents_of(story.project)) == {"alice", "bob"}
    assert names(access.agents_of(harbour)) == {"dan"}


def test_colleagues_are_those_of_the_projects_where_one_may_give(story, idle, harbour, now):
    assert names(access.colleagues_of(story.bob)) == {"alice", "bob"}
    grant(story.machine, story.bob, role="callback", project=harbour, now=now)
    assert names(access.colleagues_of(User.objects.get(pk=story.bob.pk))) == {"alice", "bob"}
    grant(story.machine, story.bob, role="agent", project=harbour, now=now)
    assert names(access.colleagues_of(User.objects.get(pk=story.bob.pk))) == {"alice", "bob", "dan"}


def test_a_machine_and_who_has_left_are_given_nothing(story, now):
    grant(story.machine, story.machine, role="agent", project=story.project, now=now)
    User.objects.filter(pk=story.alice.pk).update(is_active=False)
    assert names(access.agents_of(story.project)) == {"bob"}


@pytest.mark.parametrize("who", ["dan", "hong", "cai"])
def test_page_list_and_api_give_a_case_to_none_of_the_others(story, idle, who, signed_in, api):
    case = story.drive("assigned")
    page, client = signed_in(story.bob), api(story.bob)
    with nothing_changes():
        page.post(f"/desk/cases/{case.number}/assignment/", {"to": idle[who].pk, "because": "x"})
        page.post("/desk/together/", {"number": [case.number], "to": who, "deed": "assign"})
        answer = client.post(f"cases/{case.number}/assignment", {"to": who})
    assert (answer.status_code, [*answer.json()["fields"]]) == (422, ["to"])


def test_a_colleague_of_one_project_is_not_given_a_case_of_the_other(story, dan, harbour, signed_in, now):
    grant(story.machine, story.bob, role="supervisor", project=harbour, now=now)
    case = story.drive("assigned")
    page = signed_in(story.bob)
    with nothing_changes():
        answer = page.post(
            "/desk/together/", {"number": [case.number], "to": "dan", "deed": "assign"}, follow=True
        )
    assert case.number in answer.content.decode()
    assert Case.objects.get(pk=case.pk).assignee == story.alice


@pytest.mark.parametrize(
    ("step", "direction"),
    [("reply", Direction.OUT), ("owner-words", Direction.IN), ("note", Direction.NOTE)],
)
def test_what_is_said_takes_the_same_verb_on_the_page_and_in_the_api(step, direction):
    verb, _service = MessagesOfCase.says[direction]
    assert verb == CASE_STEPS[step].verb


def test_whoever_hears_the_owner_keeps_his_words_but_does_not_write_to_him(story, signed_in, api):
    case = story.drive("assigned")
    url, page, client = f"cases/{case.number}/messages", signed_in(story.cai), api(story.cai)
    assert client.post(url, {"direction": "in", "body": "又漏了"}).status_code == 201
    assert page.post(f"/desk/cases/{case.number}/owner-words/", {"body": "还在漏"}).status_code == 302
    assert [row.body for row in CaseMessage.objects.order_by("id")] == ["又漏了", "还在漏"]
    with nothing_changes():
        assert client.post(url, {"direction": "out", "body": "x"}).status_code == 403
        assert page.post(f"/desk/cases/{case.number}/reply/", {"body": "x"}).status_code == 403
