"""Films out of WeCom hang on the case without the place they were taken at; hostile and huge ones are refused."""

import pytest

from service_desk.attachments import rules
from service_desk.attachments.child import No, video
from service_desk.attachments.models import Attachment
from service_desk.attachments.selectors import bytes_of
from service_desk.cases.models import CaseMessage
from tests.channels.films import GPS, PICTURE, WHERE, box, film
from tests.channels.test_wecom import door, send, time  # noqa: F401
from tests.channels.test_wecom_both_ways import fetch, office, told  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_film_hangs_on_the_case_without_where_it_was_taken(office, door):  # noqa: F811
    office.media["M1"] = ("video/mp4", film())
    send(door, told("video"))
    assert fetch() == 1
    row = Attachment.objects.get()
    assert (row.content_type, row.name.endswith(".mp4")) == ("video/mp4", True)
    kept = bytes_of(row)
    assert len(kept) == len(film())
    assert PICTURE in kept
    assert GPS not in kept
    assert WHERE not in kept


@pytest.mark.parametrize(
    "content",
    [
        film(tail=b"PK\x03\x04hidden"),
        film(tracks=(b"soun",)),
        film()[:-3],
        box(b"ftyp", b"isom", bytes(8)),
        box(b"ftyp", b"isom", bytes(8)) + box(b"mdat", b"<script>"),
        b"\0\0\0\x18ftypisom" + b"\xff" * 400,
        b"<html><script>",
        b"MZ\x90",
    ],
)
def test_what_only_calls_itself_a_film_is_refused_and_said_on_the_case(office, door, content):  # noqa: F811
    office.media["M1"] = ("video/mp4", content)
    send(door, told("video"))
    assert fetch() == 1
    assert not Attachment.objects.exists()
    assert CaseMessage.objects.filter(direction="note").count() == 1


def test_a_huge_film_is_not_read_to_its_end_and_said_on_the_case(office, door, monkeypatch):  # noqa: F811
    monkeypatch.setattr(rules, "LARGEST", 1000)
    office.media["M1"] = ("video/mp4", film() + bytes(2000))
    send(door, told("video"))
    assert fetch() == 1
    assert not Attachment.objects.exists()
    assert CaseMessage.objects.filter(direction="note").count() == 1


@pytest.mark.parametrize("brand", [b"mp42", b"qt  ", b"3gp5", b"M4V "])
def test_films_of_every_telephone_are_films(brand):
    assert PICTURE in video(film(brand=brand))


def test_boxes_without_end_and_boxes_in_boxes_are_refused():
    deep = b""
    for _level in range(50):
        deep = box(b"edts", deep)
    many = box(b"moov", box(b"free") * 30_000)
    for content in (box(b"moov", deep), many):
        with pytest.raises(No):
            video(box(b"ftyp", b"isom", bytes(4)) + box(b"mdat") + content)
