"""Other rooms put what they have to say on the page of a case and on the page that takes a call."""

import pytest

from crm.web import slots
from service_desk.cases.places import Tab
from tests.cases.story import WORDS

HEAD, BELOW, BODY, HINT = (
    "a banner of another room",
    "phrases of another room",
    "tab of another room",
    "doubles",
)


def banner(request, case):
    return f"<p>{HEAD} {case.number}</p>"


def silent(request, case):
    return None


def tab(request, case):
    return Tab("warranty", "Under warranty?", html=f"<p>{BODY}</p>", count=3)


def hint(request, call):
    return f"<p>{HINT} {call.home.number} {call.subject}</p>" if call.home and call.words else None


@pytest.fixture
def other_rooms(monkeypatch):
    monkeypatch.setattr(slots, "_fillings", {key: dict(value) for key, value in slots._fillings.items()})
    slots.fill("case.head", banner)
    slots.fill("case.head", silent)
    slots.fill("case.tab", tab)
    slots.fill("case.composer", lambda request, case: f"<p>{BELOW}</p>")
    slots.fill("case.register", hint)


def read(client, case) -> str:
    return client.get(f"/desk/cases/{case.number}/").content.decode()


def test_a_case_shows_what_other_rooms_say(other_rooms, story, signed_in):
    case = story.drive("assigned")
    text = read(signed_in(story.alice), case)
    assert f"{HEAD} {case.number}" in text
    assert BELOW in text
    assert 'data-tab="warranty"' in text
    assert BODY in text


def test_a_closed_case_has_no_composer_and_nothing_stands_under_it(other_rooms, story, signed_in):
    text = read(signed_in(story.alice), story.drive("closed"))
    assert HEAD in text
    assert BELOW not in text


def hints(client, **said) -> str:
    return client.post("/desk/new/hints/", said).content.decode()


def test_a_call_being_taken_shows_what_other_rooms_know(other_rooms, story, signed_in):
    said = {"owner": story.chen.number, "words": WORDS, "subject": "engineering_quality.waterproofing"}
    assert f"{HINT} 3-2-1201 engineering_quality.waterproofing" in hints(signed_in(story.alice), **said)


def test_before_anything_is_known_no_room_is_asked(other_rooms, story, signed_in):
    assert HINT not in hints(signed_in(story.alice), words=WORDS)


def test_only_who_takes_calls_is_told(other_rooms, story, signed_in):
    answer = signed_in(story.hong).post("/desk/new/hints/", {"owner": story.chen.number, "words": WORDS})
    assert answer.status_code == 403


def test_what_was_reported_from_this_home_before_is_shown_while_the_call_is_taken(story, signed_in):
    before = story.register(summary="厨房下水道堵塞")
    text = hints(signed_in(story.alice), owner=story.chen.number)
    assert before.summary in text
    assert "3-2-1201" in text


def test_what_was_reported_out_of_ones_sight_is_not_shown(story, dan, signed_in):
    story.register(summary="厨房下水道堵塞")
    text = signed_in(dan).post("/desk/new/hints/", {"owner": story.chen.number})
    assert text.status_code == 404
