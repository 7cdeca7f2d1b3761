"""Text messages by a gateway that misbehaves: nothing lost, nothing sent twice, nothing personal in logs or errors."""

import json
import logging
from datetime import datetime, timedelta
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest

from crm import signing
from crm.errors import Refused
from crm.messages import gateway_services, texting
from crm.messages.channels import Letter
from crm.messages.courier import MAX_ATTEMPTS, send_next
from crm.messages.gateway import Gateway
from crm.messages.models import OutgoingMessage, TextGateway
from crm.messages.services import send
from tests.messages.gateway_server import GatewayServer
from tests.people import NOW

pytestmark = pytest.mark.django_db
NUMBER, WORDS = "13812345678", "陈先生，您的房屋明天上午有人上门。"
SETTINGS = {
    "headers": "Authorization: Bearer top-secret",
    "ok_field": "code",
    "ok_values": "OK",
    "never_values": "BLACKLISTED",
    "id_field": "data.0.id",
}


@pytest.fixture
def provider():
    server = GatewayServer()
    yield server
    server.close()


@pytest.fixture
def connected(provider, ada, settings):
    settings.MESSAGE_CHANNELS = settings.MESSAGE_CHANNELS | {"sms": "sms"}
    gateway_services.set_gateway(ada, changes=SETTINGS | {"url": provider.place}, now=NOW)
    return provider


def write(**more):
    given = {"to": NUMBER, "channel": "sms", "body": WORDS, "language": "zh-hans", "subject_ref": "case:1"}
    return send(**given | more, now=NOW)


def work(now=NOW):
    return send_next(now=now, clock=lambda: now)


def after(row):
    row.refresh_from_db()
    return row


def work_until_settled(row, now=NOW):
    for _attempt in range(MAX_ATTEMPTS + 1):
        if after(row).state not in ("waiting", "sending"):
            break
        now = max(now, row.retry_at or now)
        work(now)
    return after(row)


def test_a_message_reaches_the_gateway_with_its_key_and_the_gateways_id_is_kept(connected):
    row = write()
    work()
    headers, body = connected.asked[0]
    assert json.loads(body) == {"to": "+8613812345678", "text": WORDS, "reference": str(row.public_id)}
    assert headers["Idempotency-Key"] == str(row.public_id)
    assert headers["Authorization"] == "Bearer top-secret"
    assert (after(row).state, row.via, row.provider_id) == ("sent", "sms", "sms-0")


@pytest.mark.parametrize("trick", ["status:500", "status:503", "status:401", "later:30", "code:BUSY"])
def test_what_the_gateway_puts_off_is_sent_later_and_once(connected, trick):
    connected.tricks = [trick]
    row = write()
    work()
    assert (after(row).state, row.unsettled) == ("waiting", 0)
    assert work(row.retry_at - timedelta(seconds=1)) is None
    assert work_until_settled(row).state == "sent"
    assert len(connected.sent) == 1


@pytest.mark.parametrize("trick", ["gone", "garbage"])
def test_what_the_gateway_took_without_saying_so_is_repeated_under_its_key_and_sent_once(connected, trick):
    connected.tricks = [trick]
    row = write()
    work()
    assert (after(row).state, row.unsettled) == ("waiting", 1), "the unknown outcome is seen"
    assert work_until_settled(row).state == "sent"
    assert len(connected.asked) == 2
    assert len(connected.sent) == 1


def test_a_gateway_that_is_silent_is_not_waited_for_for_ever(connected, monkeypatch):
    monkeypatch.setattr(texting, "TIMEOUT", 0.3)
    connected.tricks = ["silent"]
    row = write()
    work()
    assert (after(row).state, row.unsettled) == ("waiting", 1)
    monkeypatch.undo()
    assert work_until_settled(row).state == "sent"
    assert len(connected.sent) == 1


def test_retry_after_is_heeded_and_not_for_longer_than_an_hour(connected):
    connected.tricks = ["later:120", "later:999999"]
    row = write()
    work()
    assert after(row).retry_at == NOW + timedelta(seconds=120)
    work(row.retry_at)
    assert after(row).retry_at == NOW + timedelta(seconds=120 + 3600)


@pytest.mark.parametrize("trick", ["status:400", "status:422", "code:BLACKLISTED"])
def test_what_the_gateway_never_takes_is_given_up_at_once(connected, trick):
    connected.tricks = [trick]
    row = write()
    work()
    assert (after(row).state, row.attempts, len(connected.asked)) == ("dead", 1, 1)


def test_a_gateway_that_is_not_there_loses_nothing(connected, provider):
    provider.close()
    row = write()
    work()
    assert (after(row).state, row.unsettled) == ("waiting", 0)
    assert "not reached" in row.last_error


def test_fifty_messages_and_every_trick_lose_none_and_send_none_twice(connected):
    rows = [write(to=f"138000000{number:02d}") for number in range(50)]
    connected.tricks = ["gone", "status:500", "garbage", "later:9", "code:BUSY", "gone", "status:502"] * 6
    now = NOW
    while OutgoingMessage.objects.filter(sent_at=None, dead_at=None).exists():
        if work(now) is None:
            now += timedelta(minutes=5)
    assert OutgoingMessage.objects.sent().count() == 50
    assert set(connected.sent) == {str(row.public_id) for row in rows}
    assert len({json.loads(body)["to"] for body in connected.sent.values()}) == 50


def test_control_without_the_key_an_unknown_outcome_goes_out_twice(connected, monkeypatch):
    monkeypatch.setattr(
        texting,
        "_headers",
        lambda gateway, letter, body: {"Idempotency-Key": str(len(connected.asked)), "Connection": "close"},
    )
    connected.tricks = ["gone"]
    work_until_settled(write())
    assert len(connected.sent) == 2


def test_no_number_text_or_credential_is_in_a_log_or_an_error(connected, caplog, provider):
    caplog.set_level(logging.DEBUG)
    connected.tricks = ["status:500", "status:400", "garbage", "gone"]
    rows = [write() for _one in range(4)]
    for _row in rows:
        work()
    provider.close()
    work(NOW + timedelta(hours=1))
    said = caplog.text + "".join(OutgoingMessage.objects.values_list("last_error", flat=True))
    assert "gateway answered 500" in said
    for secret in (NUMBER, "138 1234", "12345678", WORDS, "top-secret", provider.place):
        assert secret not in said


class TestNight:
    MIDNIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

    def test_a_message_of_the_night_waits_for_the_morning_of_its_project(self, connected, riverside):
        row = write(project=riverside)
        work(self.MIDNIGHT)
        assert (after(row).state, row.attempts, connected.asked) == ("waiting", 0, [])
        assert row.retry_at == datetime(2026, 3, 3, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
        work(row.retry_at)
        assert after(row).state == "sent"

    def test_it_is_the_night_where_the_owner_lives_that_counts(self, connected, riverside):
        riverside.timezone = "Europe/Helsinki"
        riverside.save(update_fields=["timezone"])
        row = write(project=riverside)
        work(self.MIDNIGHT)  # half past five in the afternoon there
        assert after(row).state == "sent"

    def test_danger_does_not_wait(self, connected, riverside):
        row = write(project=riverside, urgent=True)
        work(self.MIDNIGHT)
        assert after(row).state == "sent"

    def test_an_attempt_that_failed_in_the_evening_is_not_repeated_at_night(self, connected):
        evening = datetime(2026, 3, 2, 20, 59, 58, tzinfo=ZoneInfo("Asia/Shanghai"))
        connected.tricks = ["status:500"]
        row = write()
        work(evening)
        work(after(row).retry_at)
        assert (after(row).state, len(connected.asked)) == ("waiting", 1)
        assert row.retry_at.astimezone(ZoneInfo("Asia/Shanghai")).hour == 8

    def test_mail_wakes_nobody(self, settings):
        settings.MESSAGE_CHANNELS = {"mail": "console"}
        row = write(channel="mail", to="chen@example.com")
        work(self.MIDNIGHT)
        assert after(row).state == "sent"


class TestTheTemplate:
    LETTER = Letter(identifier="id-1", to=NUMBER, subject="", body='a"},{"x":"{to}&b=1', language="en")

    def test_what_is_put_in_stays_a_value(self):
        said = json.loads(texting.body_of(Gateway(url="https://x"), self.LETTER))
        assert said["text"] == 'a"},{"x":"{to}&b=1'

    def test_as_a_form_too(self):
        gateway = Gateway(
            url="https://x", shape="form", body="mobile={to}\ncontent=[{sender}] {text}", sender="S"
        )
        said = parse_qs(texting.body_of(gateway, self.LETTER).decode())
        assert said == {"mobile": ["+8613812345678"], "content": ['[S] a"},{"x":"{to}&b=1']}

    @pytest.mark.parametrize(
        ("number", "form", "dialled"),
        [
            ("13812345678", "digits", "8613812345678"),
            ("13812345678", "national", "13812345678"),
            ("+358401234567", "plus", "+358401234567"),
            ("+358401234567", "digits", "358401234567"),
        ],
    )
    def test_a_number_is_written_as_the_gateway_wants_it(self, number, form, dialled):
        assert texting.dialled(number, form) == dialled

    def test_a_signing_key_signs_the_time_and_the_body(self, connected, ada):
        gateway_services.set_gateway(ada, changes={"signing_key": "k1"}, now=NOW)
        write()
        work()
        headers, body = connected.asked[0]
        signed = signing.signature("k1", headers["X-Doorstep-Timestamp"], body)
        assert headers["X-Doorstep-Signature"] == signed


class TestSettingUp:
    def test_it_is_sealed_in_versions_and_an_empty_secret_stays(self, connected, ada):
        from django.db import connection

        gateway_services.set_gateway(ada, changes={"headers": "", "sender": "江畔"}, now=NOW)
        assert TextGateway.objects.count() == 2
        write()
        work()
        assert connected.asked[0][0]["Authorization"] == "Bearer top-secret"
        with connection.cursor() as cursor:
            cursor.execute("SELECT sealed FROM outgoing_textgateway")
            assert not any(b"top-secret" in bytes(row[0]) for row in cursor.fetchall())

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"url": "http://example.com/sms"}, "url"),
            ({"url": "https://me:pw@example.com"}, "url"),
            ({"url": "file:///etc/passwd"}, "url"),
            ({"url": "https://x/\r\nX: y"}, "url"),
            ({"headers": "no colon"}, "headers"),
            ({"headers": "Host: elsewhere"}, "headers"),
            ({"body": '{"to": "{to}"}'}, "body"),
            ({"body": "{to} {text}"}, "body"),
            ({"ok_statuses": "fine"}, "ok_statuses"),
            ({"ok_field": "code", "ok_values": ""}, "ok_values"),
            ({"method": "GET"}, "method"),
            ({"quiet_since": "25:00"}, "quiet_since"),
        ],
    )
    def test_what_cannot_work_is_refused_by_its_field_and_changes_nothing(self, ada, changes, field):
        with pytest.raises(Refused) as refusal:
            gateway_services.set_gateway(ada, changes={"url": "https://sms.example/send"} | changes, now=NOW)
        assert field in refusal.value.fields
        assert not TextGateway.objects.exists()

    def test_out_of_use_messages_go_into_the_log_only(self, connected, ada):
        gateway_services.set_gateway(ada, changes={}, is_open=False, now=NOW)
        row = write()
        work()
        assert (after(row).via, connected.asked) == ("console", [])

    def test_the_environment_serves_where_nobody_filled_the_page_in(self, provider, settings):
        settings.TEXT_GATEWAY = {"url": provider.place}
        row = write()
        work()
        assert (after(row).state, row.via, len(provider.sent)) == ("sent", "sms", 1)

    def test_a_try_goes_out_at_once_and_needs_a_gateway(self, connected, ada):
        row = gateway_services.try_out(ada, to="138 1234 5678", language="en", now=NOW)
        work(TestNight.MIDNIGHT)
        assert after(row).state == "sent"
        gateway_services.set_gateway(ada, changes={}, is_open=False, now=NOW)
        with pytest.raises(Refused):
            gateway_services.try_out(ada, to=NUMBER, language="en", now=NOW)
