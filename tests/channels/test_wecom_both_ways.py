"""Pictures, voices and files out of WeCom hang on the case; what the desk answers leaves by WeCom. Loopback only."""

import logging
from datetime import timedelta

import pytest

from crm import clock
from crm.messages import courier
from crm.messages.models import OutgoingMessage
from owners.people import services as people
from service_desk.attachments.models import Attachment
from service_desk.cases import services as cases
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hooks import calling_wecom as calling
from service_desk.channels.hooks import fetching_wecom, writing_wecom
from service_desk.channels.hooks.models import HookEndpoint, WecomContact, WecomMedia
from tests.channels.test_held_photos import a_photo
from tests.channels.test_wecom import AES, COMPANY, TOKEN, door, message, send  # noqa: F401
from tests.channels.wecom_server import WecomServer
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(settings, door):  # noqa: F811
    """The app is connected, and WeCom stands on a loopback port."""
    server = WecomServer()
    settings.WECOM_URL = server.place
    settings.MESSAGE_CHANNELS = settings.MESSAGE_CHANNELS | {"wecom": "wecom"}
    endpoint = HookEndpoint.objects.get(code="wc")
    endpoint.agent, endpoint.app_secret = "1000002", "app-secret"
    endpoint.save(update_fields=["agent", "app_secret"])
    yield server
    server.close()


def told(kind="image", *, media="M1", number="7", name="") -> bytes:
    file = f"<FileName>{name}</FileName>" if name else ""
    plain = message("", number=number, kind=kind).decode()
    return plain.replace("</xml>", f"<MediaId>{media}</MediaId>{file}</xml>").encode()


def fetch(minutes=0) -> int:
    return fetching_wecom.fetch_waiting(clock=lambda: NOW + timedelta(minutes=minutes))


def voice(frames=3) -> bytes:
    return b"#!AMR\n" + (bytes([7 << 3 | 4]) + b"\1" * 31) * frames


class TestWhatPeopleSend:
    def test_a_picture_hangs_on_the_case_drawn_anew(self, office, door):  # noqa: F811
        office.media["M1"] = ("image/jpeg", a_photo().read())
        send(door, told())
        assert not Attachment.objects.exists()  # WeCom does not wait for it
        assert fetch() == 1
        row = Attachment.objects.get()
        assert (row.case, row.content_type, row.stage) == (Case.objects.get(), "image/jpeg", "problem")
        assert fetch() == 0

    def test_a_voice_message_hangs_on_it_too(self, office, door):  # noqa: F811
        office.media["M1"] = ("audio/amr", voice())
        send(door, told("voice"))
        fetch()
        assert Attachment.objects.get().content_type == "audio/amr"

    @pytest.mark.parametrize(
        "content", [b"#!AMR\n#!/bin/sh\nrm", voice() + b"<script>", b"#!AMR\n", voice()[:-1]]
    )
    def test_what_only_calls_itself_a_voice_is_refused(self, office, door, content):  # noqa: F811
        office.media["M1"] = ("audio/amr", content)
        send(door, told("voice"))
        fetch()
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content"),
        [("contract.exe", b"MZ..."), ("page.pdf", b"<html>"), ("x.pdf.js", b"%PDF-1.4 %%EOF")],
    )
    def test_a_hostile_file_is_refused_and_said_on_the_case(self, office, door, name, content):  # noqa: F811
        office.media["M1"] = ("application/octet-stream", content)
        send(door, told("file", name=name))
        assert fetch() == 1
        assert not Attachment.objects.exists()
        assert CaseMessage.objects.filter(direction="note").count() == 1
        assert WecomMedia.objects.get().failure

    def test_what_is_not_to_be_had_is_tried_again_and_then_said(self, office, door):  # noqa: F811
        send(door, told())
        minutes = 0
        for _attempt in range(fetching_wecom.MOST_ATTEMPTS):
            fetch(minutes)
            minutes += 10
        assert CaseMessage.objects.filter(direction="note").count() == 1
        assert fetch(minutes) == 0

    def test_the_same_told_three_times_is_fetched_once(self, office, door):  # noqa: F811
        office.media["M1"] = ("image/jpeg", a_photo().read())
        for _time in range(3):
            send(door, told())
        fetch()
        assert (WecomMedia.objects.count(), Attachment.objects.count()) == (1, 1)

    def test_without_an_address_nobody_is_asked(self, office, door, settings):  # noqa: F811
        send(door, told())
        settings.WECOM_URL = ""
        assert fetch() == 0
        assert WecomMedia.objects.get().attempts == 0


@pytest.fixture
def written(office, door, alice):  # noqa: F811
    """A case of somebody who wrote in WeCom, given to Alice."""
    send(door, message())
    case = Case.objects.get()
    return cases.assign(machine(), case, to=alice, because="…", now=NOW)


def carry(now=NOW):
    return courier.send_next(now=now, clock=lambda: now)


class TestWhatTheDeskAnswers:
    def test_leaves_by_wecom_also_to_somebody_whom_nobody_knows(self, office, written, alice):
        sent = cases.reply(alice, written, body="您好，我们明天上门。", now=NOW)
        assert sent.via == "wecom"
        carry()
        path, said = office.sent[0]
        assert (path, said["touser"], said["agentid"]) == ("/cgi-bin/message/send", "zhangsan", 1000002)
        assert said["text"]["content"] == "您好，我们明天上门。"
        assert OutgoingMessage.objects.get().state == "sent"

    def test_long_words_go_in_numbered_pieces_and_none_twice(self, office, written, alice):
        body = "这是一句话，说得很长很长。" * 200
        cases.reply(alice, written, body=body, now=NOW)
        office.answers = [0, 45009]  # the second piece is put off
        carry()
        row = OutgoingMessage.objects.get()
        assert (row.state, row.attempts) == ("waiting", 1)
        carry(NOW + timedelta(minutes=5))
        assert OutgoingMessage.objects.get().state == "sent"
        said = [one["text"]["content"] for _path, one in office.sent]
        assert [piece.split(")")[0] for piece in said] == [
            f"({n}/{len(said)}" for n in range(1, len(said) + 1)
        ]
        assert "".join(piece.split(") ", 1)[1] for piece in said) == body
        assert all(len(piece.encode()) <= 2048 for piece in said)

    def test_what_wecom_never_takes_is_given_up_at_once_and_seen(self, office, written, alice):
        from crm.events.models import Alarm

        cases.reply(alice, written, body="您好", now=NOW)
        office.answers = [60111]
        carry()
        assert OutgoingMessage.objects.get().state == "dead"
        assert Alarm.objects.filter(kind="dead_message", cleared_at=None).exists()

    def test_a_customer_of_a_service_account_is_answered_there(self, office, door, alice):  # noqa: F811
        plain = (
            message()
            .decode()
            .replace("</xml>", "<ExternalUserId>wm-1</ExternalUserId><OpenKfId>kf-9</OpenKfId></xml>")
        )
        send(door, plain.encode())
        case = cases.assign(machine(), Case.objects.get(), to=alice, because="…", now=NOW)
        cases.reply(alice, case, body="您好", now=NOW)
        carry()
        path, said = office.sent[0]
        assert (path, said["touser"], said["open_kfid"]) == ("/cgi-bin/kf/send_msg", "wm-1", "kf-9")
        assert len(said["msgid"]) <= 32

    def test_of_a_case_by_another_way_goes_that_way(self, office, riverside, chen, alice):
        chen = people.edit_owner(
            machine(), chen, version=chen.version, changes={"email": "c@example.com"}, now=NOW
        )
        given = {
            "project": riverside,
            "owner": chen,
            "kind": "complaint",
            "channel": "phone",
            "words": "漏水",
        }
        given |= {"language": "zh-hans", "subject": "other", "received_at": NOW}
        case = cases.register(machine(), **given, now=NOW)
        case = cases.assign(machine(), case, to=alice, because="…", now=NOW)
        assert cases.reply(alice, case, body="您好", now=NOW).via == "mail"


class TestTheToken:
    def test_is_asked_for_once_and_kept_sealed(self, office, written, alice):
        for number in range(3):
            cases.reply(alice, written, body=f"第{number}次", now=NOW)
            carry()
        assert (office.tokens, len(office.sent)) == (1, 3)
        for key in calling._redis().scan_iter("wecom:*"):
            assert b"token-" not in calling._redis().get(key)
            assert b"app-secret" not in key

    def test_that_no_longer_holds_is_asked_for_anew(self, office, written, alice):
        cases.reply(alice, written, body="一", now=NOW)
        carry()
        office.tokens += 5  # WeCom has given out another meanwhile
        cases.reply(alice, written, body="二", now=NOW)
        carry()
        assert len(office.sent) == 2

    def test_stands_in_no_log_and_no_error(self, office, written, alice, caplog):
        caplog.set_level(logging.DEBUG)
        cases.reply(alice, written, body="您好", now=NOW)
        office.redirects = True
        carry()
        row = OutgoingMessage.objects.get()
        assert row.state == "waiting"
        assert "302" in row.last_error
        assert office.sent == []
        for secret in ("token-", "app-secret", "zhangsan"):
            assert secret not in row.last_error
            assert secret not in caplog.text

    @pytest.mark.parametrize(
        "place", ["", "http://example.com", "https://a/b", "file:///etc/passwd", "http://127.0.0.1"]
    )
    def test_goes_nowhere_but_to_a_configured_address(self, settings, place):
        settings.WECOM_URL = place
        assert not calling.is_connected()
        with pytest.raises(calling.Failed):
            calling.Client(company="c", secret="s")  # noqa: S106


@pytest.mark.parametrize("text", ["a" * 9_000, "漏水" * 3_000, "word " * 2_000, "一段。\n\n" * 900])
def test_pieces_are_short_enough_and_lose_no_sign(text):
    pieces = writing_wecom.in_pieces(text)
    assert all(len(piece.encode()) <= writing_wecom.MOST_BYTES for piece in pieces)
    joined = "".join(piece.split(") ", 1)[1] for piece in pieces)
    assert "".join(joined.split()) == "".join(text.split())


def test_who_wrote_is_sealed_and_known_by_an_index_only(office, written):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(address, 'escape') FROM service_desk_wecomcontact")
        assert "zhangsan" not in cursor.fetchone()[0]
    assert WecomContact.objects.get().address == "zhangsan"
