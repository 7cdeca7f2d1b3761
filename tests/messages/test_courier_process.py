"""A real courier, killed while the mail server holds the letter."""

import threading
from datetime import timedelta

import pytest

from crm import clock
from crm.messages.models import OutgoingMessage
from crm.messages.services import send
from tests.faults.processes import Processes
from tests.messages.post_office import PostOffice
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


class SilentOffice(PostOffice):
    """Takes the first letter and does not say so: what the courier sees is silence."""

    def __init__(self):
        self.silence = threading.Event()
        super().__init__()

    def read(self, conversation):
        letter = super().read(conversation)
        if not self.taken:
            self.taken.append(letter)
            self.silence.wait(30)
            raise ConnectionAbortedError
        return letter


@pytest.fixture
def office():
    office = SilentOffice()
    yield office
    office.silence.set()
    office.close()


@pytest.fixture
def processes(database_url, tmp_path, office):
    smtp = {"DOORSTEP_SMTP_HOST": "127.0.0.1", "DOORSTEP_SMTP_PORT": str(office.port)}
    with Processes(database_url, tmp_path, **smtp) as started:
        yield started


def state():
    return OutgoingMessage.objects.get().state


def identifier(letter: bytes) -> bytes:
    return next(line for line in letter.splitlines() if line.startswith(b"Message-ID:"))


def test_a_letter_whose_courier_was_killed_goes_out_once_more_under_its_identifier(processes, office):
    courier = processes.manage("courier")
    send(to="chen@example.com", channel="mail", subject="x", body="y", language="en", now=clock.now())
    until(lambda: office.taken, "the office has the letter", tell=processes.logs)
    assert state() == "sending"
    courier.kill()

    OutgoingMessage.objects.update(lease_until=clock.now() - timedelta(seconds=1))  # a minute later
    processes.manage("courier")
    until(lambda: state() == "sent", "the letter is sent", tell=processes.logs)

    row = OutgoingMessage.objects.get()
    assert (row.attempts, row.unsettled) == (2, 1)
    assert len(office.taken) == 2, "once, and once more for the crash"
    assert identifier(office.taken[0]) == identifier(office.taken[1])
    assert str(row.public_id).encode() in identifier(office.taken[0])
    assert "chen@example.com" not in processes.logs()
