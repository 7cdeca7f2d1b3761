"""The town's cases: told through the services, the same each time, something of everything."""

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from crm.accounts import demo as accounts
from crm.accounts.services import system_user
from crm.calendars import demo as calendars
from crm.events.models import OutboxEvent
from crm.organisation import demo as organisation
from owners.homes import services as homes
from owners.people import services as people
from service_desk import demo
from service_desk.cases.models import Case
from service_desk.clocks.models import DeadlineWarning
from service_desk.demo_words import CONCERNS

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


@pytest.fixture
def world(db):
    """The town's places and staff, and a handful of owners instead of three thousand."""
    world = SimpleNamespace(random=random.Random(1))  # noqa: S311
    for room in (organisation, calendars, accounts):
        room.load(world, now=NOW)
    world.owners, world.homes_of = [], {}
    machine = system_user("tests")
    for place, code in (("hangzhou", "riverside"), ("shenzhen", "bayfront"), ("helsinki", "kalaranta")):
        project = world.projects[code]
        for number, language in enumerate(sorted(set(demo.SPOKEN[place]))):
            home = homes.add_home(machine, project, building="1", floor=number + 1, unit="01", now=NOW)
            owner = people.add_owner(
                machine, kind="person", name=f"业主{number}", project=project, language=language, now=NOW
            )
            world.owners.append(owner)
            world.homes_of[owner.pk] = [home]
    return world


@pytest.fixture
def short(monkeypatch):
    """A shorter history: what is asked here does not need all of it."""
    monkeypatch.setattr(demo, "CASES", 4)


def test_the_town_shows_every_lasting_status_and_its_time_runs_forward(world, short):
    demo.load(world, now=NOW)
    found = Counter(Case.objects.values_list("status", flat=True))
    assert set(found) >= {str(status) for status in demo.STOPS}
    _every_history_runs_forward()
    _nothing_is_left_undelivered()


def test_the_desks_own_story_has_just_as_many_cases_as_it_says(world, short, monkeypatch):
    monkeypatch.setattr(demo, "ROOMS", ())
    demo.load(world, now=NOW)
    assert Case.objects.count() == demo.CASES + demo.EACH_STOP * len(demo.STOPS)


def _every_history_runs_forward():
    for case in Case.objects.prefetch_related("history"):
        times = [row.at for row in sorted(case.history.all(), key=lambda row: row.pk)]
        assert times == sorted(times)
        assert case.received_at <= times[0] <= times[-1] <= NOW


def _nothing_is_left_undelivered():
    assert not OutboxEvent.objects.filter(done_at=None).exists()
    assert not Case.objects.filter(assignee=None).exists()
    assert DeadlineWarning.objects.exists()


def told(world):
    demo.load(world, now=NOW)
    return list(Case.objects.order_by("pk").values_list("summary", "status", "received_at", "round"))


def test_the_same_town_each_time(world, short):
    from django.db import transaction

    with transaction.atomic():
        first = told(world)
        transaction.set_rollback(True)
    assert told(world) == first


def test_there_is_a_concern_of_every_kind_in_chinese_and_finnish():
    for language in ("zh-hans", "fi"):
        kinds = {concern.kind for concern in CONCERNS if concern.language == language}
        assert kinds == {"complaint", "repair", "inquiry", "suggestion", "praise"}
    assert {concern.language for concern in CONCERNS} == {"zh-hans", "zh-hant", "en", "fi"}


def test_each_room_of_the_desk_with_a_story_tells_it():
    """A `demo` that nobody calls shows nothing, and nobody would miss it."""
    told = {room.__name__ for room in demo.ROOMS} | {demo.guidance.__name__}
    here = Path(demo.__file__).parent
    assert told == {f"service_desk.{path.parent.name}.demo" for path in here.glob("*/demo.py")}
