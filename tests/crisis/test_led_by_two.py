"""Two who lead one crisis set its rhythm: neither takes the other's word back without having seen it."""

import re
from html import unescape

import pytest

from crm.errors import Stale
from crm.web import seen
from crm.web.seen import SEEN
from service_desk.crisis import services
from tests.cases.story import nothing_changes
from tests.cases.test_races import Competitor, wait_until_blocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(room, signed_in):
    return Page(room, signed_in(room.bob))


class Page:
    def __init__(self, room, client):
        self.room, self.client, self.at = room, client, f"/desk/crises/{room.crisis.number}/"
        self.read(client.get(self.at))

    def read(self, answer):
        text = answer.content.decode()
        part = text[text.index('/rhythm/"') :]
        self.mark = unescape(re.search(rf'name="{SEEN}" value="([^"]*)"', part)[1])
        return answer

    def set(self, every, minutes):
        said = {SEEN: self.mark, "report_every": every, "answer_within": minutes}
        return self.client.post(f"{self.at}rhythm/", said)

    def stands(self):
        self.room.crisis.refresh_from_db()
        return self.room.crisis.report_every, self.room.crisis.answer_within


def test_what_the_other_set_and_was_left_alone_here_stays(room, page):
    services.set_rhythm(room.bob, room.crisis, report_every="hour", answer_within=120, now=room.now)
    assert page.set("day", 45).status_code == 302
    assert page.stands() == ("hour", 45)


def test_what_both_set_comes_back_once(room, page):
    services.set_rhythm(room.bob, room.crisis, report_every="day", answer_within=30, now=room.now)
    assert page.read(page.set("day", 45)).status_code == 422
    assert page.stands() == ("day", 30)
    assert page.set("day", 45).status_code == 302
    assert page.stands() == ("day", 45)


def test_the_api_refuses_the_rhythm_of_a_room_that_was_led_otherwise_since(room, api):
    path = f"crises/{room.crisis.number}"
    version = api(room.bob).get(path).json()["version"]
    said = {"report_every": "hour", "answer_within": 30, "version": version}
    assert api(room.bob).post(f"{path}/rhythm", said).status_code == 201
    boss = api(room.bob)
    with nothing_changes():
        late = boss.post(f"{path}/rhythm", {**said, "report_every": "day"})
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    with pytest.raises(Stale):
        services.set_rhythm(
            room.bob, room.crisis, report_every="day", answer_within=30, version=version, now=room.now
        )


def at_once(monkeypatch, room, signed_in, *, waits=True):
    one, other = Page(room, signed_in(room.bob)), Page(room, signed_in(room.bob))
    real, others = services.set_rhythm, []

    def injected(*args, **given):
        if not others:
            others.append(Competitor(lambda: other.set("day", 45)))
            others[0].start()
            if waits:
                wait_until_blocked()
            else:
                others[0].join(20)
        return real(*args, **given)

    monkeypatch.setattr(services, "set_rhythm", injected)
    one.set("hour", 120)
    others[0].join(20)
    return one.stands()


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_both_words_hold(monkeypatch, room, signed_in):
    assert at_once(monkeypatch, room, signed_in) == ("hour", 45)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_row_held_the_later_one_is_overwritten(monkeypatch, room, signed_in):
    monkeypatch.setattr(seen, "hold", lambda row: None)
    assert at_once(monkeypatch, room, signed_in, waits=False) == ("hour", 120)
