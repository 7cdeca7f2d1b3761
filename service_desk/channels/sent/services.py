"""Once more, or another way: the only writer of second messages."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.messages import services as outgoing
from crm.messages.models import OutgoingMessage
from service_desk.cases.models import Case, CaseMessage
from service_desk.cases.services.letters import wakes
from service_desk.channels.mail import selectors as mail
from service_desk.channels.mail import threads
from service_desk.channels.sent import selectors

MISSED = ("dead", "failed")


@transaction.atomic
def send_again(actor, message: OutgoingMessage, *, now: datetime) -> OutgoingMessage:
    """The same way: what was given up under its old identifier, what came back as a message of its own."""
    row = _locked(message)
    if row.arrival not in MISSED:
        raise IllegalMove(_("Only what did not arrive can be sent again."))
    if row.state == "dead":
        return outgoing.send_again(actor, row, now=now)
    case = selectors.case_of(actor, row)
    return _second(actor, row, case, row.channel, row.recipient, now)


@transaction.atomic
def send_another_way(actor, message: OutgoingMessage, *, channel: str, now: datetime) -> OutgoingMessage:
    """The same words by another way that reaches the owner. Refused where there is none; what has arrived, or is still
    on its way, goes no second time."""
    row = _locked(message)
    if row.arrival not in (*MISSED, "sent"):
        raise IllegalMove(_("It has arrived, or is still on its way."))
    case = selectors.case_of(actor, row)
    ways = selectors.other_ways(case, row)
    if channel not in ways:
        raise Refused(fields={"channel": _("The owner cannot be reached this way.")})
    return _second(actor, row, case, channel, ways[channel], now)


def _locked(message: OutgoingMessage) -> OutgoingMessage:
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("project__city")
    row = rows.get(pk=message.pk)
    if row.others.exclude(dead_at__isnull=False).filter(returned_at=None).exists():
        raise IllegalMove(_("It has been sent once more already."))
    return row


def _second(
    actor, row: OutgoingMessage, case: Case | None, channel: str, address: str, now: datetime
) -> OutgoingMessage:
    """A message of its own that names the one it stands in for; what stands on the case leaves as this one now."""
    subject, envelope = row.subject, {}
    if case is not None and channel == "mail":
        with translation.override(row.language):
            subject = _("Your case %(number)s") % {"number": case.number}
        subject, envelope = (
            threads.tagged(subject, case.number, address),
            mail.envelope_for(case, address),
        )
    new = outgoing.send(
        to=address,
        channel=channel,
        subject=subject,
        body=row.body,
        language=row.language,
        subject_ref=row.subject_ref,
        written_by=row.written_by,
        project=row.project,
        urgent=row.is_urgent or (channel == "sms" and case is not None and wakes(case)),
        instead_of=row,
        now=now,
        **envelope,
    )
    if case is not None:
        CaseMessage.objects.filter(case=case, letter=row.public_id).update(letter=new.public_id)
    after = {"instead_of": str(row.public_id), "channel": channel}
    record(actor, "messages.sent_once_more", new, now=now, after=after)
    return new
