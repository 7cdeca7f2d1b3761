"""What a mail server says of our letters is told on the letter and its case, and the address is not used again."""

import pytest

from crm.messages.models import OutgoingMessage
from service_desk.cases import services as cases
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.mail.models import UnreachedAddress
from tests.channels.letters import a_bounce, a_mail
from tests.channels.test_threading import written  # noqa: F401
from tests.people import NOW

pytestmark = pytest.mark.django_db


def our_id(letter) -> str:
    return f"{letter.public_id}@doorstep.invalid"


def test_a_letter_that_came_back_is_marked_and_the_desk_is_told_to_call(arrives, written, alice):  # noqa: F811
    case, letter = written
    mail = arrives(a_bounce(our_id(letter)))
    letter.refresh_from_db()
    assert (mail.status, mail.letter) == ("outcome", letter.public_id)
    assert (letter.returned_code, letter.returned_at) == ("5.1.1", NOW)
    assert CaseMessage.objects.filter(case=case, direction="note", body__contains="5.1.1").exists()
    message = cases.reply(alice, case, body="您好", now=NOW)
    assert message.via == ""
    assert OutgoingMessage.objects.count() == 1


def test_once_he_writes_again_he_is_written_to_again(arrives, written, alice):  # noqa: F811
    case, letter = written
    arrives(a_bounce(our_id(letter)))
    arrives(a_mail("换了手机", to=letter.answer_to))
    assert not UnreachedAddress.objects.exists()
    assert cases.reply(alice, case, body="您好", now=NOW).via == "mail"


def test_a_letter_that_is_late_is_no_reason_to_call(arrives, written):  # noqa: F811
    _case, letter = written
    mail = arrives(a_bounce(our_id(letter), action="delayed", status="4.4.1"))
    letter.refresh_from_db()
    assert (mail.status, letter.returned_at) == ("outcome", None)
    assert not UnreachedAddress.objects.exists()


def test_a_report_on_somebody_elses_letter_waits(arrives, mailbox):
    mail = arrives(a_bounce("whatever@elsewhere.example"))
    assert (mail.status, mail.reason) == ("held", "bounce")
    assert not Case.objects.exists()


def test_nobody_answers_a_report(arrives, written):  # noqa: F811
    _case, letter = written
    arrives(a_bounce(our_id(letter)))
    assert OutgoingMessage.objects.count() == 1
