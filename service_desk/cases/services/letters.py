"""How what we write to an owner reaches him: by the courier, in his own language, or by telephone."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.messages import services as messages
from crm.text import search_document
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.terms import Direction


def write_to_owner(actor, case: Case, body: str, *, now: datetime) -> CaseMessage:
    """Keep what is said to the owner, and hand it to the courier where there is a way to him in writing.

    `via` says which way it went; empty where he is to be told by telephone.
    """
    via = _hand_over(case, body, now) if case.owner_id else ""
    return keep_message(case, Direction.OUT, body, author=actor, via=via, now=now)


def keep_message(case: Case, direction: str, body: str, *, author=None, via="", now: datetime) -> CaseMessage:
    """Keep what was said, together with the form in which it is searched."""
    return CaseMessage.objects.create(
        case=case,
        direction=direction,
        author=author,
        body=body,
        via=via,
        at=now,
        search_text=search_document(body),
    )


def way_to(owner) -> tuple[str, str]:
    """Channel and address: a text message where he prefers it, else mail, else neither."""
    if owner.preferred_channel == "sms" and owner.phone:
        return "sms", owner.phone
    return ("mail", owner.email) if owner.email else ("", "")


def _hand_over(case: Case, body: str, now: datetime) -> str:
    channel, address = way_to(case.owner)
    if not channel:
        return ""
    with translation.override(case.owner.language):
        subject = _("Your case %(number)s") % {"number": case.number}
    try:
        messages.send(
            to=address,
            channel=channel,
            subject=subject,
            body=body,
            language=case.owner.language,
            subject_ref=f"case:{case.number}",
            now=now,
        )
    except Refused:  # an address that cannot be written to: he is told by telephone
        return ""
    return channel
