"""Mail out of files and off a server: kept first, told to the server after; nothing is lost, nothing comes twice."""

import mailbox as boxes
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crm.events.models import Alarm
from service_desk.cases.models import Case
from service_desk.channels.mail import fetching, services
from service_desk.channels.mail.models import IncomingMail, Mailbox
from tests.channels.imap_server import ImapServer
from tests.channels.letters import a_mail
from tests.people import NOW

pytestmark = pytest.mark.django_db


def clock():
    return NOW


@pytest.fixture
def letters():
    return [a_mail(f"第{number}封", identifier=f"n{number}") for number in range(3)]


@pytest.fixture
def server(mailbox, letters):
    server = ImapServer(letters)
    mailbox.host, mailbox.port, mailbox.tls = "127.0.0.1", server.port, False
    mailbox.username, mailbox.password = "desk", "secret"
    mailbox.save(update_fields=["host", "port", "tls", "username", "password"])
    yield server
    server.close()


class TestAServer:
    def test_is_asked_once_for_each_mail_and_told_that_it_was_seen(self, server, mailbox, chen_by_mail):
        assert fetching.fetch_all(clock=clock) == {"riverside": 3}
        assert fetching.fetch_all(clock=clock) == {"riverside": 0}
        assert server.fetched == [1, 2, 3]
        assert server.seen == {1, 2, 3}
        assert Case.objects.count() == 3

    def test_that_breaks_off_before_it_was_told_gives_no_mail_twice(self, server, mailbox, chen_by_mail):
        server.dies_before_seen = True
        fetching.fetch_all(clock=clock)
        mailbox.refresh_from_db()
        assert mailbox.last_error
        server.dies_before_seen = False
        fetching.fetch_all(clock=clock)
        assert (IncomingMail.objects.count(), Case.objects.count()) == (3, 3)

    def test_that_numbers_its_mail_anew_gives_no_mail_twice(self, server, mailbox, chen_by_mail):
        fetching.fetch_all(clock=clock)
        server.uid_validity, server.seen = 2, set()
        fetching.fetch_all(clock=clock)
        assert (IncomingMail.objects.count(), Case.objects.count()) == (3, 3)

    def test_that_lets_nobody_in_is_told_on_the_mailbox_and_as_an_alarm(self, server, mailbox, caplog):
        mailbox.password = "wrong canary"  # noqa: S105
        mailbox.save(update_fields=["password"])
        assert fetching.fetch_all(clock=clock) == {"riverside": 0}
        assert "refused" in Mailbox.objects.get().last_error
        assert Alarm.objects.filter(kind="mailbox", cleared_at=None).exists()
        assert "canary" not in caplog.text
        mailbox.password = "secret"  # noqa: S105
        mailbox.save(update_fields=["password"])
        fetching.fetch_all(clock=clock)
        assert not Alarm.objects.filter(kind="mailbox", cleared_at=None).exists()

    def test_with_a_mail_too_large_gives_its_beginning_only(self, server, mailbox, monkeypatch):
        for module in ("storing", "sources"):
            monkeypatch.setattr(f"service_desk.channels.mail.{module}.LARGEST", 2_000)
            monkeypatch.setattr(f"service_desk.channels.mail.{module}.BEGINNING", 500)
        server.mails[4] = a_mail("x" * 70 + "\n" + "large " * 2_000, identifier="large")
        fetching.fetch_all(clock=clock)
        mail = IncomingMail.objects.get(uid=4)
        assert (mail.status, mail.reason) == ("held", "too_large")
        assert mail.size == len(server.mails[4])

    def test_that_is_not_there_stops_no_other_mailbox(self, server, mailbox, riverside, chen_by_mail):
        Mailbox.objects.create(
            code="away",
            address="away@riverside.example",
            project=riverside,
            language="en",
            host="127.0.0.1",
            port=1,
            tls=False,
        )
        assert fetching.fetch_all(clock=clock) == {"riverside": 3, "away": 0}


class TestFiles:
    def run(self, *paths, **options) -> str:
        out = StringIO()
        call_command("read_mail", *map(str, paths), stdout=out, **options)
        return out.getvalue()

    def test_one_mail_an_mbox_and_a_maildir(self, mailbox, letters, tmp_path, chen_by_mail):
        single = tmp_path / "one.eml"
        single.write_bytes(letters[0])
        box = boxes.mbox(tmp_path / "all.mbox")
        folder = boxes.Maildir(tmp_path / "folder")
        for letter in letters:
            box.add(letter)
            folder.add(letter)
        box.close()
        assert "1 mails, 1 new" in self.run(single, mailbox="riverside")
        assert "3 mails" in self.run(tmp_path / "all.mbox", mailbox="riverside")
        assert "3 mails" in self.run(tmp_path / "folder", mailbox="service@riverside.example")
        assert Case.objects.count() == 3
        assert "3 mails, 0 new" in self.run(tmp_path / "all.mbox", mailbox="riverside")

    def test_of_no_mailbox_are_refused(self, tmp_path):
        with pytest.raises(CommandError):
            self.run(tmp_path, mailbox="nowhere")
        with pytest.raises(CommandError):
            self.run(tmp_path)


class TestWhoeverDies:
    def test_between_keeping_and_reading_loses_nothing(self, arrives, mailbox, chen_by_mail, monkeypatch):
        from service_desk.channels.mail.reading import apart

        def killed(data):
            raise KeyboardInterrupt

        read = apart.read
        monkeypatch.setattr(apart, "read", killed)
        with pytest.raises(KeyboardInterrupt):
            arrives(a_mail())
        monkeypatch.setattr(apart, "read", read)
        assert services.read_waiting(clock=clock) == 0  # its lease runs
        later = NOW + services.LEASE * 2
        assert services.read_waiting(clock=lambda: later) == 1
        assert Case.objects.count() == 1

    def test_again_and_again_over_one_mail_leaves_it_to_a_person(
        self, mailbox, arrives, monkeypatch, chen_by_mail
    ):
        def broken(*args, **options):
            raise ValueError("not today")

        monkeypatch.setattr("service_desk.channels.mail.placing.open_case", broken)
        mail = arrives(a_mail())
        assert (mail.status, mail.attempts) == ("stored", 1)
        for minutes in (2, 6, 30):
            later = NOW + timedelta(minutes=minutes)
            services.read_waiting(clock=lambda: later)  # noqa: B023
        mail.refresh_from_db()
        assert (mail.status, mail.reason, mail.attempts) == ("held", "unreadable", services.MOST_ATTEMPTS)
        assert "not today" in mail.failure
        assert mail.words == ""
