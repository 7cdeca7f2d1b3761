"""The start page of who leads: three questions, answered from the rooms above."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.accounts.models import Role
from satisfaction.collection import services as collection
from tests.flows import story

pytestmark = pytest.mark.django_db
QUESTIONS = {"home-satisfaction", "home-value", "home-loop"}
UNHAPPY = {"overall": "dissatisfied", "result": "very_dissatisfied"}


def asked(answer) -> set[str]:
    text = answer.content.decode()
    return {key for key in QUESTIONS if f'id="{key}-question"' in text}


@pytest.fixture
def said(alice, bob, hong, cai, chen, home_1201, engineering, desk):
    """Chen was unhappy with the outcome, and the loop has come round."""
    case = story.registered(alice, chen, home_1201)
    case = story.worked(alice, hong, case, engineering)
    visit = story.visits(case)[0]
    collection.record_callback(
        cai, visit, outcome="reached", answers=UNHAPPY, words="还是漏", now=story.later(1)
    )
    story.deliver(story.later(1))


@pytest.fixture
def at_that_time(monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: story.later(2))


def statements(client) -> int:
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/").status_code == 200
    return len(seen)


def test_in_an_empty_house_it_says_what_will_fill_it(signed_in, eve):
    answer = signed_in(eve).get("/")
    assert asked(answer) == QUESTIONS
    assert "data-chart" not in answer.content.decode()


def test_it_answers_from_what_happened(signed_in, eve, said, at_that_time):
    answer = signed_in(eve).get("/")
    assert asked(answer) == QUESTIONS
    text = answer.content.decode()
    assert text.count("data-chart=") == len(QUESTIONS)
    for address in ("/satisfaction/", "/value/", "/coordination/"):
        assert f'href="{address}"' in text


def test_nobody_reads_figures_that_his_role_may_not_see(signed_in, ada, mei):
    assert asked(signed_in(ada).get("/")) == set()
    assert asked(signed_in(mei).get("/")) == {"home-satisfaction", "home-value"}


def test_the_figures_keep_to_the_readers_cities(request, signed_in, said, dan, at_that_time):
    from crm.accounts import services as accounts
    from tests.people import NOW, machine

    leader = accounts.add_user(
        machine(), username="elsewhere", display_name="Elsewhere", language="en", now=NOW
    )
    accounts.grant(machine(), leader, role=Role.EXECUTIVE, city=request.getfixturevalue("shenzhen"), now=NOW)
    answer = signed_in(leader).get("/")
    assert asked(answer) == QUESTIONS
    assert "data-chart" not in answer.content.decode()


def test_more_feedback_takes_no_more_statements(
    signed_in, eve, alice, hong, cai, chen, home_1201, engineering, said, at_that_time
):
    client = signed_in(eve)
    before = statements(client)
    for _turn in range(2):
        case = story.registered(alice, chen, home_1201)
        case = story.worked(alice, hong, case, engineering)
        visit = story.visits(case)[0]
        collection.record_callback(
            cai, visit, outcome="reached", answers=UNHAPPY, words="", now=story.later(1)
        )
        story.deliver(story.later(1))
    assert statements(client) == before
