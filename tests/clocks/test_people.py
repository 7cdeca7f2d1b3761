"""How much each person has in hand, with the rows behind each figure."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from crm import clock as the_clock
from crm.accounts import services as accounts
from crm.accounts.models import Role
from service_desk.cases import selectors as cases
from service_desk.cases.models import Case
from service_desk.cases.states import CaseStatus
from service_desk.clocks import selectors
from service_desk.clocks.people import FIGURES
from tests import factories


@pytest.fixture
def fei(riverside):
    """A second agent of Riverside."""
    return factories.a_user(Role.AGENT, project=riverside)


def line_of(user, person, now):
    return next((row for row in selectors.loads(user, now) if row.person == person), None)


def figures(line):
    return {figure: getattr(line, figure) for figure in FIGURES}


def test_a_supervisor_sees_what_each_has_in_hand_and_who_has_room(story, fei):
    story.drive("assigned")
    story.drive("transferred")
    found = line_of(story.bob, story.alice, story.now)
    assert figures(found) == {"open": 2, "due_today": 0, "overdue": 0, "waiting": 1}
    assert figures(line_of(story.bob, fei, story.now)) == dict.fromkeys(FIGURES, 0)
    later = line_of(story.bob, story.alice, story.later(days=30))
    assert later.overdue == 2
    assert selectors.loads(story.bob, story.later(days=30))[0].person == story.alice


def test_behind_each_figure_stand_as_many_rows_of_the_queue(story, signed_in, monkeypatch):
    for status in ("assigned", "transferred", "proposed", "visiting", "closed"):
        story.drive(status)
    for now in (story.now, story.later(days=3), story.later(days=30)):
        monkeypatch.setattr(the_clock, "now", lambda now=now: now)
        line = line_of(story.bob, story.alice, now)
        for figure, count in figures(line).items():
            page = signed_in(story.bob).get(f"{reverse('desk:queue')}?{line.rows[figure]}")
            assert len(page.context["rows"]) == count, figure


def test_an_agent_sees_himself_and_no_colleague(story, fei):
    story.drive("assigned")
    assert [row.person for row in selectors.loads(story.alice, story.now)] == [story.alice]
    assert [row.person for row in selectors.loads(fei, story.now)] == [fei]


def test_nobody_learns_what_is_in_hand_in_another_city(story, signed_in, dan, harbour):
    story.drive("assigned")
    elsewhere = factories.a_user(Role.SUPERVISOR, project=harbour)
    assert line_of(elsewhere, story.alice, story.now) is None
    assert "Alice" not in signed_in(elsewhere).get(reverse("desk:clocks")).content.decode()
    assert line_of(dan, story.alice, story.now) is None


def test_who_supervises_one_project_and_reads_another_counts_others_in_the_first_only(
    story, harbour, signed_in
):
    case = story.drive("assigned")
    both = factories.a_user(Role.SUPERVISOR, project=harbour)
    accounts.grant(story.machine, both, role=Role.AGENT, project=story.project, now=story.now)
    both = type(both).objects.get(pk=both.pk)
    assert line_of(both, story.alice, story.now) is None
    Case.objects.filter(pk=case.pk).update(project=harbour)
    story.drive("assigned")
    line = line_of(both, story.alice, story.now)
    assert (line.open, line.narrowed) == (1, (harbour.code,))
    page = signed_in(both).get(f"{reverse('desk:queue')}?{line.rows['open']}")
    assert len(page.context["rows"]) == 1


def test_closed_and_merged_cases_are_in_nobodys_hand(story):
    story.drive("closed")
    story.drive(CaseStatus.MERGED)
    assert (
        line_of(story.bob, story.alice, story.now).open
        == cases.queue(story.bob, "open", {"assignee": "alice"}, now=story.now).count()
    )


def test_the_board_takes_as_many_queries_for_many_people(story, riverside, django_assert_num_queries):
    story.drive("assigned")
    for _each in range(8):
        person, case = factories.a_user(Role.AGENT, project=riverside), story.drive("assigned")
        Case.objects.filter(pk=case.pk).update(assignee=person)
    assert story.bob.held_grants
    # the figures by person, the people; twice the projects of a user whose grants name none
    with django_assert_num_queries(4):
        assert len(selectors.loads(story.bob, story.now)) == 10


def test_over_the_api(story, signed_in):
    story.drive("assigned")
    client = signed_in(story.bob)
    lines = client.get("/api/v1/clock-board/people").json()
    alice = next(line for line in lines if line["person"]["username"] == "alice")
    assert alice["open"] == 1 and "assignee=alice" in alice["rows"]["overdue"]


def test_a_late_case_leads_to_the_queue(story, signed_in, monkeypatch):
    story.drive("assigned")
    later = story.now + timedelta(days=20)
    monkeypatch.setattr(the_clock, "now", lambda: later)
    page = signed_in(story.bob).get(reverse("desk:clocks")).content.decode()
    assert urlencode({"assignee": "alice"}) in page
