"""Several mails that wait at once: each by itself, so that what one is refused for does not touch the others."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import DoorstepError, Refused
from service_desk.cases.access import case_for
from service_desk.channels.access import mail_for
from service_desk.channels.mail import services
from service_desk.channels.mail.models import IncomingMail, KnownReply
from service_desk.channels.mail.states import MailStatus, Reason

MOST = 50
DEEDS = ("case", "discard", "reply")


@dataclass
class Outcome:
    """What became of them: how many were done, and the others with the reason."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def do(actor, ids: list, *, deed: str, kind: str = "", why: str = "", now: datetime) -> Outcome:
    """Make cases of these mails, throw them away with a reason, or take them as replies to the cases they name."""
    if deed not in DEEDS:
        raise Refused(fields={"deed": _("This choice is not known.")})
    if not ids:
        raise Refused(_("Choose at least one mail."))
    if len(ids) > MOST:
        raise Refused(_("At most %(most)d mails at once.") % {"most": MOST})
    outcome = Outcome()
    for one in dict.fromkeys(map(str, ids)):
        try:
            _do_one(actor, one, deed, kind, why, now)
            outcome.done += 1
        except DoorstepError as error:
            said = next(iter(error.fields.values()), error.message)
            outcome.refused.append((one, str(said)))
    return outcome


def _do_one(actor, public_id: str, deed: str, kind: str, why: str, now: datetime) -> None:
    mail = mail_for(actor, public_id, to="mail.release")
    if deed == "case":
        services.release(actor, mail, kind=kind, now=now)
    elif deed == "discard":
        services.discard(actor, mail, why=why, now=now)
    else:
        take_as_reply(actor, mail, now=now)


@transaction.atomic
def take_as_reply(actor, mail: IncomingMail, *, now: datetime) -> KnownReply | None:
    """Add a mail to the case it names. Where it answers a letter of ours from another address, that address may
    answer for this case from now on; with a number alone it proves nothing, and the next one waits again."""
    if mail.suggested is None:
        raise Refused(_("It names no case: add it to one by its number."), code="no_case")
    case = case_for(actor, mail.suggested.number, to="cases.note")
    proved = mail.status == MailStatus.HELD and mail.reason == Reason.OTHER_SENDER
    attached = services.attach(actor, mail, case=case, now=now)
    if not proved or not mail.sender_index:
        return None
    row, made = KnownReply.objects.get_or_create(
        case=attached,
        sender_index=bytes(mail.sender_index),
        defaults={"made_by": actor, "made_at": now},
    )
    if made:
        record(actor, "mail.known_reply", mail, now=now, after={"case": attached.number})
    return row
