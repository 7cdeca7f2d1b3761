"""A conversation of any length can be read to its beginning, on the page and by the API."""

import re

import pytest

from crm.accounts.models import User
from service_desk.cases.models import CaseMessage
from service_desk.cases.terms import Direction


@pytest.fixture
def long(story):
    """260 letters to the owner and 10 notes before all of them."""
    case = story.drive("assigned")
    User.objects.filter(pk=story.alice.pk).update(language="en")  # the words that are pressed below
    said = [(Direction.NOTE, f"内部备注{place}号") for place in range(10)]
    said += [(Direction.OUT, f"第{place}封信。") for place in range(260)]
    CaseMessage.objects.bulk_create(
        CaseMessage(case=case, direction=direction, author=story.alice, body=body, at=story.now)
        for direction, body in said
    )
    return case


def read_back(desk, html: str, name: str) -> list[str]:
    """Presses "earlier" until there is none; the stretches from the last to the first."""
    found = [html]
    while asked := re.search(rf'hx-get="([^"]*/messages/[^"]*)"[^>]*>(?:(?!</a>).)*{name}', found[-1], re.S):
        found.append(
            desk.get(asked[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
        )
    return found


def test_every_letter_is_reached_in_its_order(long, story, signed_in):
    desk = signed_in(story.alice)
    stretches = read_back(desk, desk.get(f"/desk/cases/{long.number}/").content.decode(), "Earlier messages")
    told = [place for html in reversed(stretches) for place in re.findall(r"第(\d+)封信。</p>", html)]
    assert told == [str(place) for place in range(260)]


def test_notes_that_lie_before_the_newest_messages_are_reached_too(long, story, signed_in):
    desk = signed_in(story.alice)
    page = desk.get(f"/desk/cases/{long.number}/").content.decode()
    assert "内部备注" not in page.split("Earlier notes")[0].split("dk-talk")[-1]
    stretches = read_back(desk, page, "Earlier notes")
    assert re.findall(r"内部备注(\d+)号</p>", "".join(stretches[1:])) == [str(place) for place in range(10)]
    assert "封信" not in stretches[1]


def test_control_a_short_conversation_has_no_earlier_one(story, signed_in):
    case = story.drive("assigned")
    page = signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/cases/{case.number}/messages/" not in page


def test_without_scripts_an_earlier_stretch_is_a_page(long, story, dan, signed_in):
    newest = long.messages.order_by("-id").first()
    page = (
        signed_in(story.alice).get(f"/desk/cases/{long.number}/messages/?before={newest.pk}").content.decode()
    )
    assert "<html" in page and "第258封信" in page and "第259封信" not in page
    assert signed_in(dan).get(f"/desk/cases/{long.number}/messages/").status_code == 404


def test_the_api_pages_through_all_of_it(long, story, api):
    desk, told, cursor = api(story.alice), [], ""
    while cursor is not None:
        answer = desk.get(f"cases/{long.number}/messages?size=100&cursor={cursor}").json()
        told += [row["body"] for row in answer["results"]]
        cursor = answer["next"]
    assert told == [f"第{place}封信。" for place in reversed(range(260))]
    notes = desk.get(f"cases/{long.number}/messages?notes=1").json()["results"]
    assert len(notes) == 10
