"""What a machine of ours answers by mail, and when it stays silent (RFC 3834)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.messages import services as messages
from crm.messages.models import WrittenBy
from service_desk.cases.models import Case
from service_desk.channels.mail import rules, threads
from service_desk.channels.mail.models import IncomingMail
from service_desk.channels.mail.selectors import answered_lately, envelope_for, is_unreached, limits


def confirm(mail: IncomingMail, case: Case, parsed: dict, *, now: datetime) -> bool:
    """Tell whoever wrote that it has arrived, its number and until when it is answered; whether it was told.

    Never a machine, a list or an address that mail does not reach; one address once in a while, however much it
    writes, so that two answering machines meet once.
    """
    silent = limits().hours_between_answers
    if not rules.may_be_answered(parsed) or mail.sender_index is None or is_unreached(mail.sender):
        return False
    if answered_lately(bytes(mail.sender_index), now=now, hours=silent):
        return False
    with translation.override(case.language):
        subject = _("We have received your message, number %(number)s") % {"number": case.number}
        body = _words(case)
    try:
        messages.send(
            to=mail.sender,
            channel="mail",
            subject=threads.tagged(subject, case.number, mail.sender),
            body=body,
            language=case.language,
            subject_ref=f"case:{case.number}",
            written_by=WrittenBy.ANSWER,
            now=now,
            **envelope_for(case, mail.sender) | {"in_reply_to": mail.identifier},
        )
    except Refused:  # an address that cannot be written to
        return False
    mail.answered_at = now
    mail.save(update_fields=["answered_at"])
    return True


def _words(case: Case) -> str:
    paragraphs = [_("Thank you for your message. It has been registered under the number %(number)s.")]
    if case.due_at:
        paragraphs.append(_("You receive our answer by %(day)s."))
    paragraphs.append(_("If you would like to add something, answer this mail."))
    due = timezone.localtime(case.due_at, ZoneInfo(case.project.timezone)) if case.due_at else None
    day = formats.date_format(due, "DATE_FORMAT") if due else ""
    return "\n\n".join(paragraphs) % {"number": case.number, "day": day} + "\n"


def is_ours(address: str) -> bool:
    """Whether this is the address that our own letters come from."""
    ours = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip().lower()
    return bool(address) and address.lower() == ours
