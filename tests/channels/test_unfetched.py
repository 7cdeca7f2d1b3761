"""One mail that its server does not give stops no other: it is asked for again, then set aside with the reason."""

from datetime import timedelta

import pytest

from crm.audit.models import AuditEntry
from crm.events.models import Alarm
from service_desk.cases.models import Case
from service_desk.channels.mail import fetching, services
from service_desk.channels.mail.models import IncomingMail, Mailbox, UnfetchedMail
from service_desk.channels.mail.reading import apart
from service_desk.channels.mail.storing import raw
from tests.channels.letters import a_mail
from tests.channels.test_fetching import letters, server  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db


def fetch(minutes=0) -> dict:
    return fetching.fetch_all(clock=lambda: NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("way", ["refuses", "breaks_off_at"])
class TestAMailThatIsNotGiven:
    def test_lets_the_rest_come(self, server, mailbox, chen_by_mail, way):  # noqa: F811
        setattr(server, way, {2})
        assert fetch() == {"riverside": 2}
        assert server.seen == {1, 3}
        assert Case.objects.count() == 2
        assert Mailbox.objects.get().last_error == ""
        assert not Alarm.objects.filter(kind="mailbox", cleared_at=None).exists()

    def test_comes_later_where_the_server_gives_it_then(self, server, mailbox, chen_by_mail, way):  # noqa: F811
        setattr(server, way, {2})
        fetch()
        setattr(server, way, set())
        assert fetch(1) == {"riverside": 0}  # not asked for at once
        assert fetch(3) == {"riverside": 1}
        assert (Case.objects.count(), UnfetchedMail.objects.count()) == (3, 0)

    def test_waits_for_a_person_after_the_third_time(self, server, mailbox, chen_by_mail, way):  # noqa: F811
        setattr(server, way, {2})
        for minutes in (0, 3, 10, 30):
            fetch(minutes)
        held = IncomingMail.objects.get(uid=2)
        assert (held.status, held.reason) == ("held", "unfetched")
        assert held.failure
        assert not UnfetchedMail.objects.exists()
        assert 2 not in server.seen
        server.mails[4] = a_mail("第五封", identifier="n5")
        assert fetch(40) == {"riverside": 1}


class TestWhoIsAtFault:
    def test_a_server_that_gives_nothing_is_not_reached_and_no_mail_is_set_aside(self, server, mailbox):  # noqa: F811
        for uid in range(4, 9):
            server.mails[uid] = a_mail(f"第{uid}封", identifier=f"m{uid}")
        server.refuses = set(server.mails)
        for minutes in (0, 3, 10, 30, 60):
            fetch(minutes)
        assert "in a row" in Mailbox.objects.get().last_error
        assert not IncomingMail.objects.exists()
        server.refuses = set()
        fetch(90)
        assert IncomingMail.objects.count() == 8

    def test_a_mail_that_somebody_took_out_is_no_mail(self, server, mailbox, chen_by_mail):  # noqa: F811
        server.vanished = {2}
        assert fetch() == {"riverside": 2}
        assert not UnfetchedMail.objects.exists()


class TestAPerson:
    def test_has_it_fetched_again(self, server, mailbox, chen_by_mail, signed_in, alice):  # noqa: F811
        server.refuses = {2}
        for minutes in (0, 3, 10):
            fetch(minutes)
        held = IncomingMail.objects.get(uid=2)
        client = signed_in(alice)
        client.post(f"/desk/mail/{held.public_id}/fetch-again/")
        assert raw(IncomingMail.objects.get(pk=held.pk)) == b""
        server.refuses = set()
        client.post(f"/desk/mail/{held.public_id}/fetch-again/")
        held.refresh_from_db()
        assert raw(held) == server.mails[2]
        assert (held.words.strip(), held.status) == ("第1封", "held")
        assert AuditEntry.objects.filter(verb="mail.fetched_again").exists()

    def test_has_it_fetched_again_by_the_api_too(self, server, mailbox, chen_by_mail, api, alice, dan):  # noqa: F811
        server.refuses = {2}
        for minutes in (0, 3, 10):
            fetch(minutes)
        path = f"incoming-mails/{IncomingMail.objects.get(uid=2).public_id}/fetching-again"
        assert api(dan).post(path, {}).status_code == 404
        assert api(alice).post(path, {}).status_code == 422
        server.refuses = set()
        assert api(alice).post(path, {}).status_code == 200
        assert raw(IncomingMail.objects.get(uid=2)) == server.mails[2]

    def test_of_another_city_has_not(self, server, mailbox, signed_in, dan):  # noqa: F811
        server.refuses = {2}
        for minutes in (0, 3, 10):
            fetch(minutes)
        held = IncomingMail.objects.get(uid=2)
        assert signed_in(dan).post(f"/desk/mail/{held.public_id}/fetch-again/").status_code == 404


class TestAMailThatKillsItsReader:
    def test_is_tried_three_times_and_then_waits_with_its_bytes(
        self, arrives, mailbox, chen_by_mail, monkeypatch
    ):
        tried = []

        def kill(data):
            tried.append(data)
            raise apart.Unreadable("ended with -9")

        monkeypatch.setattr(apart, "read", kill)
        bad = arrives(a_mail("坏的", identifier="bad"))
        assert bad.status == "stored"
        monkeypatch.undo()
        arrives(a_mail("好的", identifier="good"))
        assert Case.objects.count() == 1
        monkeypatch.setattr(apart, "read", kill)
        for minutes in (2, 6, 30):
            services.read_waiting(clock=lambda: NOW + timedelta(minutes=minutes))  # noqa: B023
        bad.refresh_from_db()
        assert (bad.status, bad.reason, len(tried)) == ("held", "unreadable", 3)
        assert "ended with -9" in bad.failure
        assert raw(bad) == tried[0]

    def test_that_was_only_unlucky_is_read_the_second_time(self, arrives, mailbox, chen_by_mail, monkeypatch):
        read = apart.read
        monkeypatch.setattr(apart, "read", lambda data: (_ for _ in ()).throw(apart.Unreadable("memory")))
        mail = arrives(a_mail())
        monkeypatch.setattr(apart, "read", read)
        services.read_waiting(clock=lambda: NOW + timedelta(minutes=2))
        mail.refresh_from_db()
        assert mail.status == "case"
