"""The town's share of the shorter ways, and its offices, are told through the same services."""

from types import SimpleNamespace

from service_desk.cases.models import Case
from service_desk.guidance import demo as guidance_demo
from service_desk.guidance.models import Office
from service_desk.topics import demo, selectors
from service_desk.topics.models import CaseTopic, Suggestion
from tests.topics.test_short_ways import of, topics

__all__ = ["topics"]


def world(story):
    return SimpleNamespace(
        staff={
            "alice": story.alice,
            "hong": story.hong,
            "bob": story.bob,
            "fang": story.bob,
            "mikko": story.bob,
        },
        departments={"engineering": story.engineering},
        projects=dict.fromkeys(guidance_demo.OFFICES, story.project),
        chen=story.chen,
        home_1201=story.home,
    )


def test_each_of_the_three_has_something_to_show(story, topics):
    older = of(story, "inquiry")
    demo.load(world(story), now=story.now)
    assert selectors.topics_of(older) == ["handover-date"]
    assert len(selectors.praise_for(story.hong)) == 1
    assert Suggestion.objects.get().status == "considered"
    assert Case.objects.filter(kind="inquiry", summary="车位装充电桩", status="registered").exists()
    assert CaseTopic.objects.count() == 3


def test_an_office_is_kept_once(story):
    for _each in range(2):
        guidance_demo.load(world(story), now=story.now)
    assert Office.objects.count() == 1
