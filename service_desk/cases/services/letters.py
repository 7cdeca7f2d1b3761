"""How what we write to an owner reaches him: by the courier, in his own language, or by telephone."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.messages import services as messages
from crm.messages.models import OutgoingMessage, WrittenBy
from crm.text import search_document
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.terms import Direction, Severity
from service_desk.channels.hooks import selectors as hooks
from service_desk.channels.mail import selectors as mail
from service_desk.channels.mail import threads


def write_to_owner(actor, case: Case, body: str, *, secret: str = "", now: datetime) -> CaseMessage:
    """Keep what is said to the owner, and hand it to the courier where there is a way to him in writing.

    `via` says which way it went; empty where he is to be told by telephone. `secret` is what of the text is for the
    owner alone: whoever reads the case finds dots in its place, and cannot act in his name.
    """
    letter = _by_wecom(actor, case, body, now) or (
        _hand_over(actor, case, body, now) if case.owner_id else None
    )
    kept = body.replace(secret, "…") if secret else body
    return keep_message(case, Direction.OUT, kept, author=actor, letter=letter, now=now)


def keep_message(
    case: Case, direction: str, body: str, *, author=None, letter=None, now: datetime
) -> CaseMessage:
    """Keep what was said, together with the form in which it is searched."""
    return CaseMessage.objects.create(
        case=case,
        direction=direction,
        author=author,
        body=body,
        via=letter.channel if letter else "",
        letter=letter.public_id if letter else None,
        at=now,
        search_text=search_document(body),
    )


def way_to(owner) -> tuple[str, str]:
    """Channel and address: a text message where he prefers it, else mail where it reaches him, else neither."""
    if owner.preferred_channel == "sms" and owner.phone:
        return "sms", owner.phone
    reached = owner.email and not mail.is_unreached(owner.email)
    return ("mail", owner.email) if reached else ("", "")


def way_of(case: Case) -> str:
    """By which channel a word about this case would leave now; empty where it can only be said by telephone."""
    if hooks.wecom_address(case):
        return "wecom"
    return way_to(case.owner)[0] if case.owner_id else ""


def wakes(case: Case) -> bool:
    """Whether a text message about it may ring at night: somebody is in danger, or it is a crisis."""
    in_danger = any((case.impact or {}).get(name) for name in ("safety", "health"))
    return in_danger or case.severity == Severity.MAJOR or case.crises.exists()


def _by_wecom(actor, case: Case, body: str, now: datetime) -> OutgoingMessage | None:
    """Whoever wrote in WeCom is answered there, also while nobody knows yet who he is."""
    address = hooks.wecom_address(case)
    if not address:
        return None
    return messages.send(
        to=address,
        channel="wecom",
        body=body,
        language=case.owner.language if case.owner_id else case.language,
        subject_ref=f"case:{case.number}",
        written_by=_written_by(actor),
        project=case.project,
        now=now,
    )


def _written_by(actor) -> str:
    return WrittenBy.MACHINE if actor is None or actor.is_system else WrittenBy.PERSON


def _hand_over(actor, case: Case, body: str, now: datetime) -> OutgoingMessage | None:
    channel, address = way_to(case.owner)
    if not channel:
        return None
    with translation.override(case.owner.language):
        subject = _("Your case %(number)s") % {"number": case.number}
    envelope = {}
    if channel == "mail":
        subject = threads.tagged(subject, case.number, address)
        envelope = mail.envelope_for(case, address)
    try:
        return messages.send(
            to=address,
            channel=channel,
            subject=subject,
            body=body,
            language=case.owner.language,
            subject_ref=f"case:{case.number}",
            written_by=_written_by(actor),
            project=case.project,
            urgent=channel == "sms" and wakes(case),
            now=now,
            **envelope,
        )
    except Refused:  # an address that cannot be written to: he is told by telephone
        return None
