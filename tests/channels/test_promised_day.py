"""An owner reads the day of our answer to him, as it is counted where he lives; our own clocks are none of his."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from crm.organisation.models import Project
from service_desk.channels.confirming.services import answer_day
from service_desk.channels.web.links import draw_link
from service_desk.channels.web.models import Purpose
from service_desk.clocks.models import Deadline
from tests.cases.story import Story


@pytest.fixture
def story(riverside, chen, home_1201, alice, bob, hong, cai, engineering, now) -> Story:
    return Story(
        riverside=riverside, chen=chen, home_1201=home_1201, alice=alice, bob=bob, hong=hong, cai=cai,
        engineering=engineering, now=now,
    )  # fmt: skip


def followed(case, now) -> str:
    token = draw_link(case, Purpose.FOLLOW, now=now)
    return Client().get(f"/follow/{token}/?lang=en").content.decode()


def due(case, kind, at: datetime) -> None:
    running = Deadline.objects.running().filter(case=case, kind=kind)
    running.update(warn_at=at, due_at=at, late_at=at)


def test_a_clock_among_ourselves_is_no_promise_to_him(story, monkeypatch):
    case = story.drive("transferred")
    due(case, "department_reply", datetime(2026, 3, 5, 4, tzinfo=UTC))
    due(case, "answer", datetime(2026, 3, 9, 4, tzinfo=UTC))
    type(case).objects.filter(pk=case.pk).update(due_at=datetime(2026, 3, 5, 4, tzinfo=UTC))
    monkeypatch.setattr("crm.clock.now", lambda: story.now)
    page = followed(story.fresh(case), story.now)
    assert "9 Mar" in page.replace("March", "Mar")
    assert "5 Mar" not in page.replace("March", "Mar")


def test_once_he_has_his_answer_no_further_day_is_named(story, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: story.now)
    case = story.drive("visiting")
    assert case.due_at is not None
    assert "You receive our answer by" not in followed(case, story.now)
    assert answer_day(case) == ""


def test_the_day_is_the_one_where_he_lives(story, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: story.now)
    case = story.register()
    due(case, "answer", datetime(2026, 3, 9, 18, tzinfo=UTC))  # the tenth in China, the ninth in Finland
    assert "10 Mar" in followed(case, story.now).replace("March", "Mar")
    Project.objects.update(timezone="Europe/Helsinki")
    assert "9 Mar" in followed(case, story.now).replace("March", "Mar")
