"""What the courier promises about one message."""

import email
import logging
import threading
from datetime import timedelta
from email import policy

import pytest
from django.db import connection

from crm.errors import IllegalMove, Refused
from crm.events.models import Alarm
from crm.messages import channels, courier, services
from crm.messages.courier import LEASE, MAX_ATTEMPTS, send_next
from crm.messages.models import OutgoingMessage
from crm.messages.services import send
from tests.messages.post_office import PostOffice
from tests.people import NOW

CANARY = "chen.jianguo@example.com"
SECRET = "陈先生，您的房屋漏水已处理"  # noqa: S105


@pytest.fixture
def office(settings):
    settings.MESSAGE_CHANNELS = {"mail": "mail", "sms": "console", "console": "console"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    office = PostOffice()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    yield office
    office.close()


def write(to=CANARY, channel="mail", **more):
    return send(
        to=to,
        channel=channel,
        subject="漏水",
        body=SECRET,
        language="zh-hans",
        subject_ref="case:1",
        now=NOW,
        **more,
    )


def work(now=NOW):
    return send_next(now=now, clock=lambda: now)


def exhaust(now=NOW):
    while (row := OutgoingMessage.objects.get()).state != "dead":
        now = max(now, row.retry_at or row.lease_until or now)
        work(now)
    return row


@pytest.mark.django_db
class TestOneMessage:
    def test_it_is_sent_by_mail_with_an_identifier_of_its_row(self, office):
        row = write()
        work()
        row.refresh_from_db()
        assert row.state == "sent"
        letter = email.message_from_bytes(office.taken[0], policy=policy.default)
        assert letter["Message-ID"].startswith(f"<{row.public_id}@")
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["To"] == CANARY
        assert letter["Subject"] == "漏水"
        assert letter.get_content().strip() == SECRET

    def test_address_and_text_are_ciphertext_in_the_database(self):
        write()
        with connection.cursor() as cursor:
            cursor.execute("SELECT recipient || subject || body FROM outgoing_outgoingmessage")
            stored = bytes(cursor.fetchone()[0])
        assert CANARY.encode() not in stored
        assert SECRET.encode() not in stored

    def test_no_log_line_holds_the_address_or_the_text(self, office, caplog):
        caplog.set_level(logging.DEBUG)
        for to in (CANARY, "no.one@example.com", "later.one@example.com"):
            write(to)
            work()
        write("13812345678", "sms")
        work()
        assert "doorstep.courier" in {record.name for record in caplog.records}
        for word in (CANARY, SECRET, "no.one", "later.one", "13812345678"):
            assert word not in caplog.text

    def test_an_address_that_is_refused_is_given_up_at_once_and_the_error_names_nobody(self, office):
        row = write("no.one@example.com")
        work()
        row.refresh_from_db()
        assert (row.state, row.attempts) == ("dead", 1)
        assert "550" in row.last_error
        assert "no.one" not in row.last_error
        assert Alarm.objects.filter(kind="dead_message", subject=row.public_id).exists()

    def test_an_address_that_is_put_off_is_tried_again_later_and_not_for_ever(self, office):
        row = write("later.one@example.com")
        work()
        row.refresh_from_db()
        assert (row.state, row.retry_at) == ("waiting", NOW + timedelta(seconds=5))
        assert work(NOW + timedelta(seconds=4)) is None
        assert exhaust().attempts == MAX_ATTEMPTS
        assert office.taken == []

    def test_a_server_that_does_not_answer_is_tried_again(self, office):
        office.close()
        row = write()
        work()
        row.refresh_from_db()
        assert row.state == "waiting"
        assert row.retry_at is not None

    def test_what_was_given_up_is_sent_again_when_asked(self, office, ada):
        row = write("no.one@example.com")
        work()
        office.answer = lambda line: "250 well"
        services.send_again(ada, row, now=NOW)
        work()
        row.refresh_from_db()
        assert row.state == "sent"
        assert not Alarm.objects.filter(kind="dead_message", cleared_at=None).exists()
        with pytest.raises(IllegalMove):
            services.send_again(ada, row, now=NOW)

    @pytest.mark.parametrize(
        ("to", "channel", "field"),
        [
            ("nobody", "mail", "to"),
            ("", "sms", "to"),
            ("a@b.fi\nBcc: x@y.fi", "mail", "to"),
            (CANARY, "fax", "channel"),
        ],
    )
    def test_what_cannot_be_sent_is_refused_when_it_is_asked_for(self, to, channel, field):
        with pytest.raises(Refused) as refusal:
            write(to, channel)
        assert field in refusal.value.fields
        assert not OutgoingMessage.objects.exists()

    def test_a_house_connected_to_nothing_writes_the_log_and_says_so(self, settings):
        settings.MESSAGE_CHANNELS = {"sms": "console"}
        row = write("13812345678", "sms")
        work()
        row.refresh_from_db()
        assert (row.state, row.channel, row.via) == ("sent", "sms", "console")


@pytest.mark.django_db
def test_one_message_that_cannot_be_opened_stops_no_other(settings):
    settings.MESSAGE_CHANNELS = {"console": "console"}
    broken, whole = write(channel="console"), write(channel="console")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outgoing_outgoingmessage SET body = '\\x00' WHERE id = %s", [broken.pk])
    work()
    work()
    states = dict(OutgoingMessage.objects.values_list("pk", "sent_at"))
    assert states == {broken.pk: None, whole.pk: NOW}


@pytest.mark.django_db
def test_a_channel_that_is_no_longer_connected_gives_the_message_up(settings):
    settings.MESSAGE_CHANNELS = {"sms": "console"}
    row = write("13812345678", "sms")
    settings.MESSAGE_CHANNELS = {}
    work()
    row.refresh_from_db()
    assert row.state == "dead"
    assert "no longer connected" in row.last_error


@pytest.mark.django_db
def test_what_was_sent_long_ago_is_forgotten_with_its_address(settings):
    settings.MESSAGE_CHANNELS = {"console": "console"}
    write(channel="console")
    work()
    assert services.forget(now=NOW + services.KEPT) == 0
    assert services.forget(now=NOW + services.KEPT + timedelta(seconds=1)) == 1


class Crash(BaseException):
    """Stands for kill -9 in the midst of the conversation: nothing below catches it."""


def crash_in_the_conversation(monkeypatch, sent):
    def accept_and_crash(letter):
        sent.append(letter.identifier)
        raise Crash

    monkeypatch.setitem(channels.CHANNELS, "console", accept_and_crash)
    with pytest.raises(Crash):
        work()
    monkeypatch.setitem(channels.CHANNELS, "console", lambda letter: sent.append(letter.identifier))


@pytest.mark.django_db(transaction=True)
class TestLease:
    def test_a_crash_after_the_other_side_took_it_is_seen_and_sent_again_under_the_same_identifier(
        self, monkeypatch
    ):
        sent, row = [], write(channel="console")
        crash_in_the_conversation(monkeypatch, sent)
        assert work(NOW + LEASE - timedelta(seconds=1)) is None, "the lease still runs"
        work(NOW + LEASE)
        row.refresh_from_db()
        assert (row.state, row.unsettled) == ("sent", 1)
        assert sent == [str(row.public_id)] * 2, "once, and once more for the crash"

    def test_control_without_the_lease_it_goes_out_again_at_once(self, monkeypatch):
        monkeypatch.setattr(courier, "LEASE", timedelta(0))
        sent = []
        write(channel="console")
        crash_in_the_conversation(monkeypatch, sent)
        work()
        assert len(sent) == 2

    def test_a_message_that_kills_its_couriers_is_given_up(self, monkeypatch):
        write(channel="console")
        now = NOW
        for _ in range(MAX_ATTEMPTS):
            monkeypatch.setitem(channels.CHANNELS, "console", _crash)
            with pytest.raises(Crash):
                work(now)
            now += LEASE
        work(now)
        row = OutgoingMessage.objects.get()
        assert (row.state, row.unsettled) == ("dead", MAX_ATTEMPTS)

    def test_no_transaction_is_open_during_the_conversation(self, monkeypatch):
        seen = []
        monkeypatch.setitem(
            channels.CHANNELS, "console", lambda letter: seen.append(connection.in_atomic_block)
        )
        write(channel="console")
        work()
        assert seen == [False]

    def test_two_couriers_at_once_send_one_message_once(self, monkeypatch):
        assert len(send_at_once(monkeypatch)) == 1

    def test_control_without_the_lease_two_couriers_send_it_twice(self, monkeypatch):
        monkeypatch.setattr(courier, "LEASE", timedelta(0))
        assert len(send_at_once(monkeypatch)) == 2

    def test_who_lost_its_lease_does_not_settle_for_the_other(self, monkeypatch):
        def slow(letter):
            monkeypatch.setitem(channels.CHANNELS, "console", lambda letter: 1 / 0)
            work(NOW + LEASE)

        monkeypatch.setitem(channels.CHANNELS, "console", slow)
        row = write(channel="console")
        work()
        row.refresh_from_db()
        assert row.state == "waiting", "the second attempt failed, and the first may not say that it was sent"


def _crash(letter):
    raise Crash


def send_at_once(monkeypatch):
    """A second courier comes while the first one talks."""
    sent = []

    def slow(letter):
        sent.append(letter.identifier)
        if len(sent) == 1:
            other = threading.Thread(target=second)
            other.start()
            other.join()

    def second():
        work()
        connection.close()

    monkeypatch.setitem(channels.CHANNELS, "console", slow)
    write(channel="console")
    work()
    return sent
