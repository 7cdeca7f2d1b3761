"""Real readers of mail, killed with -9 wherever they happen to be: each mail is kept once and settled once."""

import time
from datetime import timedelta

import pytest

from crm import clock
from service_desk.cases.models import Case
from service_desk.channels.mail.models import IncomingMail, RawMailPart
from tests.channels.imap_server import ImapServer
from tests.channels.letters import a_mail
from tests.faults.processes import Processes
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
MAILS, KILLS = 8, 3


@pytest.fixture
def server(mailbox):
    letters = [a_mail(f"第{number}封信", identifier=f"n{number}") for number in range(MAILS)]
    server = ImapServer(letters)
    mailbox.host, mailbox.port, mailbox.tls = "127.0.0.1", server.port, False
    mailbox.save(update_fields=["host", "port", "tls"])
    yield server
    server.close()


def lease_is_over() -> None:
    """What the dead took is free again, as it is three minutes later."""
    IncomingMail.objects.filter(status="stored").update(taken_until=clock.now() - timedelta(seconds=1))


def test_whoever_is_killed_loses_nothing_and_makes_nothing_twice(
    database_url, tmp_path, server, chen_by_mail
):
    with Processes(database_url, tmp_path) as processes:
        for _kill in range(KILLS):
            before = len(server.fetched) + IncomingMail.objects.exclude(status="stored").count()
            reader = processes.manage("read_mail")
            until(
                lambda reader=reader, before=before: (
                    len(server.fetched) + IncomingMail.objects.exclude(status="stored").count() > before + 2
                    or not reader.alive
                ),
                "it is in the middle of something",
                60,
                tell=processes.logs,
            )
            reader.kill()
            lease_is_over()
        deadline = time.monotonic() + 120
        while IncomingMail.objects.filter(status="stored").exists() or len(set(server.fetched)) < MAILS:
            assert time.monotonic() < deadline, processes.logs()
            assert processes.manage("read_mail").running.wait(100) == 0
            lease_is_over()
    assert set(server.fetched) == set(range(1, MAILS + 1))
    assert IncomingMail.objects.count() == MAILS
    assert set(IncomingMail.objects.values_list("status", flat=True)) <= {"case", "held"}
    assert Case.objects.count() == IncomingMail.objects.filter(status="case").count()
    assert IncomingMail.objects.filter(status="held").exclude(reason__in=["unreadable", "flood"]).count() == 0
    words = list(Case.objects.values_list("words", flat=True))
    assert len(words) == len(set(words))
    assert RawMailPart.objects.values("mail").distinct().count() == MAILS
