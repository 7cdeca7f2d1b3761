"""A building with neighbours of Chen's, each owning a home, who may all report the same."""

from datetime import timedelta

import pytest

from owners.contracts import services as contracts
from owners.homes import services as homes
from owners.people import services as people
from tests.cases.conftest import story as story
from tests.people import machine

LEAK = "卫生间天花板漏水，墙都湿了"


class House:
    """Building 3 of Riverside: `report(n)` lets the n-th neighbour report a leak."""

    def __init__(self, story):
        self.story, self.known = story, {}

    def home(self, number: int, entrance: str = "2"):
        key = entrance, number
        if key not in self.known:
            told = self.story
            home = homes.add_home(
                machine(), told.project, building="3", entrance=entrance, floor=number,
                unit=f"{number}02", now=told.now,
            )  # fmt: skip
            owner = people.add_owner(
                machine(), kind="person", name=f"邻居{entrance}{number}", phone=f"1390000{entrance}{number:03d}",
                email=f"n{entrance}{number}@example.org", project=told.project, language="zh-hans", now=told.now,
            )  # fmt: skip
            contracts.record_ownership(machine(), owner, home, since=told.now.date(), now=told.now)
            self.known[key] = (home, owner)
        return self.known[key]

    def report(self, number: int, words: str = LEAK, *, entrance: str = "2", days: float = 0, **given):
        home, owner = self.home(number, entrance)
        at = self.story.now + timedelta(days=days)
        said = {
            "home": home,
            "owner": owner,
            "words": words,
            "summary": words[:20],
            "received_at": at,
            "now": at,
        }
        return self.story.register(**{**said, "subject": "engineering_quality", **given})


@pytest.fixture
def house(story):
    return House(story)
