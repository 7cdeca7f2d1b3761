"""A report on paper says what its page says, and nothing that is kept of a crisis is cut in silence."""

import re
from html import unescape

import pytest

from crm.errors import Refused
from crm.paper import fonts
from service_desk.crisis import selectors, services
from tests.cases.story import nothing_changes
from tests.paper.reader import squeezed, words

HOSTILE = '#panic() *b* $x$ <script>alert(1)</script> #read("/etc/passwd")\nsecond line'


@pytest.fixture
def report(room):
    room.issued()
    room.contact(said=HOSTILE)
    room.post(words="水" * 900 + HOSTILE)
    services.add_legal_step(
        room.bob, room.crisis, kind="letter_in", on=room.now.date(), about="律师函：" + HOSTILE, now=room.now
    )
    return services.make_report(room.bob, room.crisis, now=room.later(hours=1))


def shown(html: str) -> list[str]:
    inside = html[html.index("<h1>") : html.rindex('<p class="ds-muted ds-small">')]
    return [squeezed(unescape(part)) for part in re.split(r"<[^>]*>", inside) if part.strip()]


def test_the_pdf_says_what_the_page_says_and_nothing_is_markup(room, report, signed_in, api):
    desk, address = signed_in(room.bob), f"/desk/crisis-reports/{report.public_id}/"
    html = desk.get(address).content.decode()
    assert f"{address}pdf/" in html
    answer = desk.get(f"{address}pdf/")
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    told = words(answer.content)
    assert [piece for piece in shown(html) if piece not in told] == []
    assert told.count(squeezed(HOSTILE)) == 3
    assert words(api(room.bob).get(f"crisis-reports/{report.public_id}/pdf").content) == told


def test_who_may_not_enter_the_room_gets_no_report(room, report, signed_in, dan):
    address = f"/desk/crisis-reports/{report.public_id}/pdf/"
    assert signed_in(dan).get(address).status_code in (403, 404)
    assert signed_in(room.alice).get(address).status_code == 403


def test_without_a_font_the_refusal_says_what_to_install(room, report, signed_in, monkeypatch):
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"Liberation Sans"}))
    answer = signed_in(room.bob).get(f"/desk/crisis-reports/{report.public_id}/pdf/")
    assert answer.status_code == 503 and "fonts-noto-cjk" in answer.content.decode()


def test_a_report_holds_every_post_and_every_word(room):
    for place in range(60):
        room.post(words=f"{place}号帖子" + "水" * 400)
    kept = services.make_report(room.bob, room.crisis, now=room.now).snapshot["posts"]["waiting"]
    assert len(kept) == 60 and all(post["words"].endswith("水" * 400) for post in kept)


def test_the_room_says_when_it_shows_a_part_and_shows_all_of_it(room, signed_in, monkeypatch):
    for place in range(3):
        room.contact(counterpart=f"{place}号记者")
    whole = signed_in(room.bob).get(f"/desk/crises/{room.crisis.number}/").content.decode()
    assert "?all" not in whole
    monkeypatch.setattr(selectors, "PAGE", 2)
    part = signed_in(room.bob).get(f"/desk/crises/{room.crisis.number}/").content.decode()
    assert "?all" in part and "0号记者" not in part
    assert "0号记者" in signed_in(room.bob).get(f"/desk/crises/{room.crisis.number}/?all").content.decode()


def test_a_post_that_waits_stands_before_those_that_are_answered(room):
    answered = room.post(words="已回复")
    services.answer_post(room.sam, answered, words="我们已到现场。", now=room.now)
    waiting = room.post(words="还在等")
    assert [row.pk for row in selectors.room(room.crisis).posts] == [waiting.pk, answered.pk]


@pytest.mark.parametrize(
    ("verb", "field", "limit"),
    [
        (lambda room, text: room.post(platform=text), "platform", 60),
        (lambda room, text: room.post(author=text), "author", 120),
        (lambda room, text: room.post(address="https://" + text), "address", 400),
        (lambda room, text: room.contact(counterpart=text), "counterpart", 160),
        (lambda room, text: room.open(title=text), "title", 200),
        (lambda room, text: room.open(source=text), "source", 200),
    ],
)
def test_what_is_too_long_is_refused_with_the_limit(room, verb, field, limit):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        verb(room, "长" * (limit + 1))
    assert str(limit) in str(refusal.value.fields[field])
