"""Every door that asks for no account, tried as somebody would who means harm."""

import asyncio
import base64
import io
import re
import struct
import time
import zipfile
import zlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm import clock, signing
from crm.messages.models import OutgoingMessage
from crm.web.bounded import BOUNDS, Bounded
from service_desk.attachments.models import Attachment
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hooks import services, wecom
from service_desk.channels.hooks.models import HookDelivery
from service_desk.channels.web import owning
from service_desk.channels.web.models import HeldPhoto
from tests.cases.conftest import story  # noqa: F401
from tests.channels.letters import CHEN, a_mail
from tests.channels.test_own_page import address, offered  # noqa: F401
from tests.channels.test_public_form import send  # noqa: F401
from tests.channels.test_signed_webhook import deliver, said, social  # noqa: F401
from tests.channels.test_wecom import COMPANY, door  # noqa: F401
from tests.channels.test_wecom import address as echo_address
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def time_stands(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


class TestReplays:
    def test_of_a_delivery_do_nothing_and_are_refused_after(self, deliver, monkeypatch):  # noqa: F811
        for _time in range(3):
            assert deliver(said()).status_code in (200, 201)
        later = NOW + timedelta(seconds=signing.WINDOW + 1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert deliver(said()).status_code == 403
        assert Case.objects.count() == 1

    def test_of_a_delivery_to_another_endpoint_are_refused(self, deliver, riverside):  # noqa: F811
        from tests.people import machine

        given = {"code": "other", "name": "x", "sort": "signed", "project": riverside, "channel": "social"}
        services.add_endpoint(machine(), **given, kind="complaint", language="en", now=NOW)
        assert deliver(said(), code="other").status_code == 403

    def test_of_wecoms_question_are_not_answered_later(self, door):  # noqa: F811
        from tests.channels.test_wecom import AES

        sealed = wecom.sealed(wecom.key_of(AES), b"echo", COMPANY)
        old = NOW - timedelta(minutes=6)
        assert door.get(echo_address(sealed, echo=sealed)).status_code == 200
        assert door.get(echo_address(sealed, echo=sealed, at=old)).status_code == 403

    def test_of_a_form_are_the_case_it_was(self, send):  # noqa: F811
        first = send()
        assert (first.status_code, send().status_code, Case.objects.count()) == (201, 200, 1)


class TestLookingForWhatThereIs:
    def test_an_endpoint_that_is_not_there_answers_like_one_that_is(self, deliver, social, client):  # noqa: F811
        there = deliver(said(), secret="wrong")  # noqa: S106
        nowhere = deliver(said(), secret="wrong", code="nowhere")  # noqa: S106
        assert (there.status_code, there.json()) == (nowhere.status_code, nowhere.json())
        large = b"x" * (300 * 1024)
        assert deliver(large).status_code == deliver(large, code="nowhere").status_code

    def test_wecoms_too(self, door):  # noqa: F811
        there = door.post("/hooks/wecom/wc/", "<xml/>", content_type="text/xml")
        nowhere = door.post("/hooks/wecom/nowhere/", "<xml/>", content_type="text/xml")
        assert there.status_code == nowhere.status_code == 403

    @pytest.mark.parametrize("name", ["follow", "my"])
    def test_no_number_of_a_case_opens_anything(self, offered, client, name):  # noqa: F811
        for guess in (offered.number, str(offered.pk), "0", "%00", "a" * 4_000):
            assert client.get(f"/{name}/{guess}/").status_code in (400, 404)

    def test_guessing_links_ends(self, client, settings, riverside):
        settings.THROTTLE_RATES = {"public": (3, 60, "firm")}
        answers = [client.get(f"/my/guess{n}/").status_code for n in range(5)]
        assert answers == [404, 404, 404, 429, 429]

    def test_the_form_says_nothing_of_whether_a_number_is_known(self, send, chen):  # noqa: F811
        known = send(phone="13812345678", words="第一件").content.decode()
        unknown = send(phone="13700001111", words="第一件").content.decode()

        def plain(page: str) -> str:
            return re.sub(
                r"CSRFToken\": \"\w+|2026-\d+|/follow/[\w-]+|value=\"[^\"]+\"|\s+|csrf\S+", "", page
            )

        assert plain(known) == plain(unknown)
        assert chen.name not in known


class TestFloods:
    def test_of_unsigned_deliveries_fill_no_log(self, deliver, settings):  # noqa: F811
        settings.THROTTLE_RATES = {"public": (5, 60, "firm")}
        answers = [deliver(said(), secret="wrong").status_code for _time in range(8)]  # noqa: S106
        assert answers == [403] * 5 + [429] * 3
        row = HookDelivery.objects.get()
        assert (row.outcome, row.times) == ("refused", 5)

    def test_over_an_owners_link_end(self, offered, address, client, monkeypatch):  # noqa: F811
        monkeypatch.setattr(owning, "MOST_AN_HOUR", 2)
        answers = [client.post(address, {"words": f"第{n}句"}).status_code for n in range(4)]
        assert answers == [302, 302, 422, 422]
        assert CaseMessage.objects.filter(case=offered, direction="in").count() == 2


class TestNonsense:
    @pytest.mark.parametrize("key", ["9" * 5_000, "１", "-1", "1e3", " "])
    def test_as_the_version_of_a_secret_is_refused(self, deliver, key):  # noqa: F811
        assert deliver(said(), key=key).status_code in (403, 201)

    def test_as_a_time_is_refused(self, client, social):  # noqa: F811
        headers = {"X-Doorstep-Timestamp": "１７７２４１６８００", "X-Doorstep-Signature": "0" * 64}
        answer = client.post("/api/v1/hooks/weibo", b"{}", content_type="application/json", headers=headers)
        assert answer.status_code == 403

    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 200_000,
            b'{"event_id":' * 20_000,
            b"\xff\xfe",
            b'{"event_id": "\\ud800", "words": "x"}',
            b"1e999",
        ],
    )
    def test_that_is_signed_is_told_so_and_no_error(self, deliver, body):  # noqa: F811
        assert deliver(body).status_code in (400, 422)
        assert not Case.objects.exists()

    def test_ten_thousand_deep_is_read_in_no_time(self, door):  # noqa: F811
        began = time.perf_counter()
        deep = "<xml>" + "<a>" * 60_000 + "</a>" * 60_000 + "</xml>"
        assert door.post(echo_address(""), deep, content_type="text/xml").status_code == 403
        assert time.perf_counter() - began < 5

    def test_larger_than_django_reads_is_refused_and_no_error(self, client, door, social):  # noqa: F811
        large = b"x" * (3 * 1024 * 1024)
        assert client.post("/api/v1/hooks/weibo", large, content_type="application/json").status_code == 422
        assert door.post(echo_address(""), large, content_type="text/xml").status_code == 403


def pixel_bomb(side=60_000) -> bytes:
    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b"\0" * 99_999))
        + part(b"IEND", b"")
    )


def zip_bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("word/document.xml", b"\0" * 120_000_000)
    return kept.getvalue()


class TestBombs:
    @pytest.mark.parametrize(("name", "make"), [("a.png", pixel_bomb), ("a.docx", zip_bomb)])
    def test_in_a_form_are_neither_held_nor_taken_and_its_words_arrive(self, send, name, make):  # noqa: F811
        bomb = make()
        send(phone="", photos=[SimpleUploadedFile(name, bomb)])
        assert not HeldPhoto.objects.exists()
        answer = send(photos=[SimpleUploadedFile(name, bomb)])
        assert answer.status_code == 201
        assert name in answer.content.decode()
        assert not Attachment.objects.exists()

    def test_in_a_signature_sign_nothing(self, offered, address, client):  # noqa: F811
        proposal = offered.proposals.get()
        drawn = "data:image/png;base64," + base64.b64encode(pixel_bomb()).decode()
        given = {"proposal": proposal.number, "agree": "1", "signature": drawn, "words": ""}
        assert client.post(address, given).status_code == 422
        proposal.refresh_from_db()
        assert proposal.status == "offered"


class TestHeadersOfOurLetters:
    @pytest.mark.parametrize(
        "email",
        ["a@example.org\r\nBcc: victim@example.net", "a@example.org, victim@example.net", "a@example.org\u2028Bcc: x@y.z",
         "<a@example.org> b@example.net", '"x\r\nBcc: v@e.net"@example.org'],
    )  # fmt: skip
    def test_an_address_out_of_a_form_reaches_nobody_else(self, send, email):  # noqa: F811
        send(phone="13700001111", email=email)
        for letter in OutgoingMessage.objects.all():
            assert "victim" not in letter.recipient
            assert letter.recipient.isprintable()

    def test_the_id_of_a_hostile_mail_brings_no_line_into_ours(self, arrives, chen_by_mail):
        raw = a_mail().replace(b"Message-ID: <", b"Message-ID: <x\r\n Bcc: victim@example.net\r\n ")
        arrives(raw)
        for letter in OutgoingMessage.objects.all():
            assert "\n" not in letter.in_reply_to + letter.subject + letter.thread
            assert letter.recipient == CHEN

    def test_a_message_built_of_it_has_one_recipient(self, arrives, chen_by_mail, mailoutbox):
        from crm.messages.channels import mail
        from crm.messages.courier import _letter

        arrives(
            a_mail(subject="SUBJECT").replace(b"SUBJECT", b"=?utf-8?q?x=0D=0ABcc:_victim=40example.net?=")
        )
        mail(_letter(OutgoingMessage.objects.get()))
        (sent,) = mailoutbox
        assert sent.recipients() == [CHEN]
        assert b"victim" not in sent.message().as_bytes()


class TestRedirects:
    def test_after_words_stay_on_the_owners_page(self, offered, address, client):  # noqa: F811
        answer = client.post(f"{address}?lang=fi&next=https://evil.example", {"words": "x y z"})
        assert answer["Location"].startswith("/my/")

    def test_out_of_the_list_of_mail_keep_only_its_own_names(self):
        from service_desk.channels.mail.views import safe_query

        assert (
            safe_query("next=//evil.example&q=a%0d%0aSet-Cookie:x&state=held")
            == "state=held&q=a%0D%0ASet-Cookie%3Ax"
        )


class TestBodies:
    NARROW = [("/small/", 10, 0.2), ("/", 1_000, 5)]

    def ask(self, pieces, *, path="/small/", headers=(), wait=0.0) -> list[dict]:
        """The answer to a request whose body comes in these pieces, each after so long."""
        sent, waiting = [], list(pieces)

        async def receive():
            await asyncio.sleep(wait)
            if not waiting:
                await asyncio.sleep(5)
            piece = waiting.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

        async def send_on(message):
            sent.append(message)

        async def application(_scope, hear, tell):
            read = b""
            while True:
                message = await hear()
                if message["type"] == "http.disconnect":
                    return
                read += message["body"]
                if not message["more_body"]:
                    break
            await tell({"type": "http.response.start", "status": 200, "headers": []})
            await tell({"type": "http.response.body", "body": read})

        scope = {"type": "http", "path": path, "headers": list(headers)}
        asyncio.run(Bounded(application, self.NARROW)(scope, receive, send_on))
        return sent

    def test_that_say_they_are_too_large_are_not_read(self):
        sent = self.ask([b"x"], headers=[(b"content-length", b"11")])
        assert sent[0]["status"] == 413

    def test_that_turn_out_too_large_end_there(self):
        assert self.ask([b"x" * 6, b"x" * 6, b"x"])[0]["status"] == 413

    def test_that_come_too_slowly_end_there(self):
        assert self.ask([b"x"] * 9, wait=0.05)[0]["status"] == 408

    def test_within_their_bounds_arrive_whole(self):
        assert self.ask([b"abc", b"de"])[1]["body"] == b"abcde"
        assert (
            self.ask([b"x" * 900], path="/other/", headers=[(b"content-length", b"900")])[1]["body"]
            == b"x" * 900
        )

    def test_every_path_has_bounds_and_the_public_ones_their_own(self):
        assert BOUNDS[-1][0] == "/"
        first = {prefix: most for prefix, most, _seconds in BOUNDS}
        assert first["/hooks/"] <= 1024 * 1024
        assert first["/report/"] == first["/my/"]
