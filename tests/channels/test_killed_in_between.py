"""Real readers of mail, killed with -9 wherever they happen to be: each mail is kept once and settled once."""

import time
from collections import Counter
from datetime import timedelta

import pytest

from crm import clock
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.mail.models import ChannelLimits, IncomingMail, RawMailPart, UnfetchedMail
from tests.channels.imap_server import ImapServer
from tests.channels.letters import a_mail
from tests.channels.test_threading import written  # noqa: F401
from tests.faults.processes import Processes
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
NEW, ANSWERS, MACHINES, NOT_GIVEN = 16, 4, 3, 1
MAILS, KILLS = NEW + ANSWERS + MACHINES + NOT_GIVEN, 5


@pytest.fixture
def letters(written):  # noqa: F811
    """New matters, answers to a letter of ours, what machines wrote, and one that the server will not give."""
    _case, letter = written
    found = [a_mail(f"第{number}封信", identifier=f"n{number}") for number in range(NEW)]
    answers = {"References": f"<{letter.thread}>"}
    found += [
        a_mail(f"第{number}个回复", identifier=f"a{number}", headers=answers) for number in range(ANSWERS)
    ]
    machine = {"Auto-Submitted": "auto-generated"}
    found += [a_mail(f"账单{number}", identifier=f"m{number}", headers=machine) for number in range(MACHINES)]
    return [*found, a_mail("拿不到的信", identifier="stuck")]


@pytest.fixture
def server(mailbox, letters):
    ChannelLimits.objects.create(
        version=1, mails_an_hour=100, mails_to_a_case_an_hour=100, made_at=clock.now()
    )
    server = ImapServer(letters)
    server.refuses = {MAILS}
    mailbox.host, mailbox.port, mailbox.tls = "127.0.0.1", server.port, False
    mailbox.save(update_fields=["host", "port", "tls"])
    yield server
    server.close()


def lease_is_over() -> None:
    """What the dead took is free again, as it is three minutes later."""
    before = clock.now() - timedelta(seconds=1)
    IncomingMail.objects.filter(status="stored").update(taken_until=before)
    UnfetchedMail.objects.update(retry_at=before)


def test_whoever_is_killed_loses_nothing_and_makes_nothing_twice(database_url, tmp_path, server):
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
        deadline = time.monotonic() + 240
        while IncomingMail.objects.exclude(status="stored").count() < MAILS:
            assert time.monotonic() < deadline, processes.logs()
            assert processes.manage("read_mail").running.wait(100) == 0
            lease_is_over()
    assert set(server.fetched) == set(range(1, MAILS))
    assert IncomingMail.objects.count() == MAILS
    by_status = Counter(IncomingMail.objects.values_list("status", "reason"))
    given_up = by_status.pop(("held", "unreadable"), 0)  # whose readers were killed three times over it
    assert by_status[("held", "unfetched")] == 1
    assert set(by_status) <= {("case", ""), ("message", ""), ("held", "machine"), ("held", "unfetched")}
    assert NEW - given_up <= by_status[("case", "")] <= NEW
    assert Case.objects.filter(channel="mail").count() == by_status[("case", "")]
    assert CaseMessage.objects.filter(direction="in").count() == by_status[("message", "")]
    words = list(Case.objects.values_list("words", flat=True))
    assert len(words) == len(set(words))
    assert RawMailPart.objects.values("mail").distinct().count() == MAILS
