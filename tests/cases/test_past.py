"""However long the story of a case is, all of it can be read."""

import re

import pytest

from service_desk.cases import selectors
from service_desk.cases.models import CaseHistory


@pytest.fixture
def long_story(story):
    """A case about which 120 notes were left, after it was registered."""
    case = story.register()
    rows = [CaseHistory(case=case, at=story.now, actor=story.alice, verb="noted") for _ in range(120)]
    CaseHistory.objects.bulk_create(rows)
    return case


def test_the_stretches_join_without_gap_or_overlap(story, long_story):
    told, before = [], None
    while True:
        past = selectors.past(long_story, before=before)
        told += past.lines
        if past.earlier is None:
            break
        before = past.earlier
    assert len(told) == 121
    assert told[-1].verb == "registered"


def test_a_last_stretch_that_is_just_full_offers_no_more(story, long_story):
    assert selectors.past(long_story, limit=121).earlier is None
    assert selectors.past(long_story, limit=120).earlier is not None


def earlier_of(text: str) -> str | None:
    found = re.search(r'hx-get="([^"]*/history/[^"]*)"', text)
    return found and found[1]


def test_the_tab_offers_the_earlier_ones_until_there_are_none(story, long_story, signed_in):
    client = signed_in(story.alice)
    text, entries = client.get(f"/desk/cases/{long_story.number}/").content.decode(), 0
    for _stretch in range(3):
        entries += text.count("ds-timeline-entry")
        following = earlier_of(text)
        if following is None:
            break
        text = client.get(following, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in text
    assert entries == 121


def test_without_script_the_earlier_ones_are_a_page(story, long_story, signed_in):
    before = selectors.past(long_story).earlier
    answer = signed_in(story.alice).get(f"/desk/cases/{long_story.number}/history/?before={before}")
    text = answer.content.decode()
    assert "<html" in text and f"/desk/cases/{long_story.number}/" in text
    assert text.count("ds-timeline-entry") == 50


def test_a_short_story_offers_nothing_and_a_mark_that_is_none_begins_at_the_top(story, signed_in):
    case = story.drive("assigned")
    client = signed_in(story.alice)
    assert earlier_of(client.get(f"/desk/cases/{case.number}/").content.decode()) is None
    assert client.get(f"/desk/cases/{case.number}/history/?before=x").status_code == 200


def test_it_is_found_by_those_who_find_the_case(story, long_story, signed_in, dan):
    address = f"/desk/cases/{long_story.number}/history/"
    assert signed_in(dan).get(address).status_code == 404
    assert signed_in(story.hong).get(address).status_code == 403
