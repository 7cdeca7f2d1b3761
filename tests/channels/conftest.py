import pytest

from owners.people import services as people
from service_desk.channels.mail import services
from service_desk.channels.mail.models import IncomingMail, Mailbox
from service_desk.channels.mail.storing import keep
from tests.channels.letters import CHEN, OURS
from tests.people import NOW, machine


@pytest.fixture
def mailbox(riverside) -> Mailbox:
    return Mailbox.objects.create(code="riverside", address=OURS, project=riverside, language="zh-hans")


@pytest.fixture
def chen_by_mail(chen):
    """Chen, whose e-mail address we know."""
    return people.edit_owner(machine(), chen, version=chen.version, changes={"email": CHEN}, now=NOW)


@pytest.fixture
def arrives(mailbox):
    """`arrives(bytes)` keeps a mail, reads it and gives its row."""

    def arrive(data: bytes, now=NOW, **more) -> IncomingMail:
        mail, _new = keep(mailbox, data, now=now, **more)
        services.read_waiting(clock=lambda: now)
        return IncomingMail.objects.get(pk=mail.pk)

    return arrive
