"""Somebody whose city has no project yet sees empty lists, and no error."""

import pytest

from crm.accounts import services as accounts
from crm.accounts.models import User
from crm.organisation import services as organisation
from service_desk.cases import selectors
from tests.people import NOW, PASSWORD, machine


@pytest.fixture
def newcomer(story, east) -> User:
    """An agent of a city where nothing is built yet, while elsewhere a case is open."""
    story.register()
    city = organisation.add_city(machine(), region=east, code="NB", name="宁波", names={}, now=NOW)
    user = accounts.add_user(
        machine(),
        username="newcomer",
        display_name="新人",
        language="zh-hans",
        password=PASSWORD,
        now=NOW,
    )
    accounts.grant(machine(), user, role="agent", city=city, now=NOW)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    "asked", ["", "?q=2026-000001", "?q=漏水", "?view=overdue", "?view=mine", "?after=x"]
)
def test_the_desk_opens_empty(newcomer, signed_in, asked):
    assert signed_in(newcomer).get(f"/desk/{asked}", follow=True).status_code == 200


@pytest.mark.parametrize("page", ["approvals", "directives", "new"])
def test_so_do_the_other_lists(newcomer, signed_in, page):
    assert signed_in(newcomer).get(f"/desk/{page}/").status_code == 200


@pytest.mark.parametrize("asked", ["", "?q=2026-000001", "?q=漏水", "?view=overdue", "?view=mine"])
def test_the_api_lists_nothing(newcomer, api, asked):
    answer = api(newcomer).get(f"cases{asked}")
    assert answer.status_code == 200, answer.content
    assert answer.json()["results"] == []


def test_every_view_counts_none(newcomer, api, now):
    assert api(newcomer).get("cases/counts").json() == dict.fromkeys(selectors.VIEWS, 0)


@pytest.mark.parametrize("listed", ["transfer-slips", "proposals", "actions", "return-visits", "directives"])
def test_the_papers_too(newcomer, api, listed):
    answer = api(newcomer).get(listed).json()
    assert (answer if isinstance(answer, list) else answer["results"]) == []


def test_to_whom_no_role_is_left_the_desk_is_refused_and_not_broken(story, signed_in, api):
    story.register()
    user = accounts.add_user(
        machine(), username="idle", display_name="Idle", language="en", password=PASSWORD, now=NOW
    )
    assert signed_in(user).get("/desk/").status_code == 403
    assert api(user).get("cases").status_code == 403
