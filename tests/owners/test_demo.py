"""The town's owners: every stage of life, the same people each time."""

import random
from collections import Counter
from types import SimpleNamespace

import pytest

from crm.organisation import demo as places
from owners import demo
from owners.contracts.selectors import stages_of
from owners.contracts.states import Stage
from owners.demo_people import People
from owners.models import Home, Ownership
from owners.people import rules

from .staging import everything

pytestmark = pytest.mark.django_db


def test_the_town_has_owners_in_every_stage_of_life(now):
    world = SimpleNamespace(staff={})
    places.load(world, now=now)
    demo.load(world, now=now)
    assert 1_900 < len(world.homes) < 2_100 and 2_700 < len(world.owners) < 3_300
    stages = Counter(verdict.stage for verdict in stages_of(world.owners, now.date()).values())
    assert set(stages) == set(Stage) and min(stages.values()) >= 10
    assert world.chen.name == "陈建国" and world.home_1201 in world.homes_of[world.chen.pk]
    assert {owner.language for owner in world.owners} == {"zh-hans", "zh-hant", "en", "fi"}
    assert Home.objects.filter(status="handed_over").count() > 1_000
    assert Ownership.objects.filter(share__lt=1).count() % 2 == 0
    news = Counter(event["name"] for event in everything()["OutboxEvent"])
    assert set(news) <= {"HomeHandedOver", "PurchaseRecorded", "OwnershipRecorded"}, "carried over is no news"
    assert sum(news.values()) < 12, "but for what happened in the last days"


def test_one_seed_draws_the_same_people(now):
    project = SimpleNamespace(city=SimpleNamespace(code="hangzhou"))

    def drawn():
        people = People(random.Random(7), now.date())  # noqa: S311  the same people each time
        return [people.person(project, None, known_since=now.date()) for _each in range(200)]

    first = drawn()
    assert first == drawn()
    assert len({rules.plain_phone(row["phone"]) for row in first}) == 200
    assert all(rules.identity_is_right("cn", row["identity"]) for row in first if "identity" in row)
