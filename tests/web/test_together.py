"""Several cases at once, and back again."""

import pytest
from django.urls import reverse

from service_desk.handingover.models import HandOver
from service_desk.workspace.models import BulkRun
from tests.people import _person

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(riverside):
    from crm.accounts.models import Role

    return _person("anna", "Anna", Role.AGENT, city=riverside.city)


def give(client, cases, to):
    return client.post(
        reverse("desk:together"),
        {
            "number": [case.number for case in cases],
            "to": to,
            "because": "休假",
            "deed": "assign",
            "back": "view=open",
        },
    )


def undo_of_last():
    return reverse("desk:undo_deed", args=[BulkRun.objects.latest("pk").public_id])


def hands(story, cases):
    return [story.fresh(case).assignee.username if story.fresh(case).assignee else "" for case in cases]


def test_of_the_chosen_a_colleague_gets_what_nobody_has_and_is_asked_for_the_rest(
    signed_in, bob, anna, story
):
    cases = [story.register(), story.drive("assigned")]
    assert give(signed_in(bob), cases, "anna").headers["Location"] == "/desk/?view=open"
    assert hands(story, cases) == ["anna", "alice"]
    assert HandOver.objects.get().case_id == cases[1].pk and HandOver.objects.get().to == anna


def test_one_click_takes_the_questions_back(signed_in, bob, anna, story):
    cases = [story.drive("assigned"), story.drive("investigating")]
    client = signed_in(bob)
    give(client, cases, "anna")
    asked = HandOver.objects.filter(status="proposed")
    assert asked.count() == 2
    client.post(undo_of_last())
    assert asked.count() == 0 and hands(story, cases) == ["alice", "alice"]


def test_undo_is_offered_only_where_one_can_go_back(signed_in, bob, anna, story):
    client = signed_in(bob)
    give(client, [story.drive("assigned")], "anna")
    assert undo_of_last() in client.get("/desk/").content.decode()
    give(client, [story.register()], "anna")
    assert undo_of_last() not in client.get("/desk/").content.decode()


def test_a_colleague_of_another_city_gets_nothing(signed_in, bob, dan, story):
    case = story.drive("assigned")
    give(signed_in(bob), [case], "dan")
    assert hands(story, [case]) == ["alice"]


def test_what_is_out_of_scope_stays_and_is_named(signed_in, bob, anna, story):
    case = story.drive("closed")
    answer = signed_in(bob).post(
        reverse("desk:together"),
        {"number": [case.number, "2099-000001"], "to": "anna", "deed": "assign"},
        follow=True,
    )
    assert "2099-000001" in answer.content.decode()
    assert hands(story, [case]) == ["alice"]


def test_a_callback_officer_gives_nothing(signed_in, cai, anna, story):
    case = story.drive("assigned")
    assert give(signed_in(cai), [case], "anna").status_code == 403
    assert hands(story, [case]) == ["alice"]
