"""Telling whoever wrote, at once and once, that it arrived. The only writer of confirmations and of their rules."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import Refused
from crm.messages import services as messages
from crm.messages.models import WrittenBy
from crm.privacy import blind_index
from service_desk.cases.models import Case
from service_desk.channels.confirming import selectors
from service_desk.channels.confirming.models import Confirmation, ConfirmingRule
from service_desk.channels.mail import selectors as mail
from service_desk.channels.mail import threads
from service_desk.channels.people import Person
from service_desk.channels.web import links
from service_desk.channels.web.models import Purpose
from service_desk.clocks.selectors import answer_due


def confirm_form(case: Case, person: Person, *, follow: str, now: datetime) -> str:
    """Tell the sender of a public form by mail, else by text message; by which way he was told, empty where by none.

    `follow` is the secret of the link that shows where it stands.
    """
    ways = selectors.ways_of(case.project)
    email, phone = person.email.strip(), person.phone.strip()
    if email and ways.mail and by_mail(case, email, follow=follow, now=now):
        return "mail"
    if not email and phone and ways.sms and _by_sms(case, phone, follow, now):
        return "sms"
    return ""


def _link(case: Case, purpose: str, address: str, follow: str, now: datetime) -> str:
    """The owner's own page goes to the address that we know of him alone; any other gets what shows where it stands.

    Whoever types an address into a form, or writes from it, need not be whose case it is.
    """
    known = case.owner and (case.owner.email if purpose == "email" else case.owner.phone)
    if known and blind_index.of(known, purpose) == blind_index.of(address, purpose):
        return links.address_of(links.draw_link(case, Purpose.OWNER, now=now), Purpose.OWNER)
    follow = follow or links.draw_link(case, Purpose.FOLLOW, now=now)
    return links.address_of(follow, Purpose.FOLLOW)


def by_mail(case: Case, address: str, *, follow: str = "", in_reply_to: str = "", now: datetime) -> bool:
    """Tell the writer by mail; whether he was told. Nobody is who mail does not reach, and we are not."""
    if selectors.is_ours(address) or mail.is_unreached(address) or not _may_be_told("mail", address, now):
        return False
    link = _link(case, "email", address, follow, now)
    with translation.override(case.language):
        subject = _("We have received your message, number %(number)s") % {"number": case.number}
        body = letter(case, link=link, can_be_answered=mail.mailbox_of(case.project_id) is not None)
    envelope = mail.envelope_for(case, address) | ({"in_reply_to": in_reply_to} if in_reply_to else {})
    return _tell(case, "mail", address, threads.tagged(subject, case.number, address), body, now, **envelope)


def _by_sms(case: Case, phone: str, follow: str, now: datetime) -> bool:
    if not _may_be_told("sms", phone, now):
        return False
    link = _link(case, "phone", phone, follow, now)
    with translation.override(case.language):
        words = [_("We have received your message, number %(number)s") % {"number": case.number}]
        if day := answer_day(case):
            words.append(_("You receive our answer by %(day)s.") % {"day": day})
        words.append(_("Where it stands: %(link)s") % {"link": link})
    return _tell(case, "sms", phone, "", "\n".join(words), now)


def letter(case: Case, *, link: str = "", can_be_answered: bool = True) -> str:
    """The words of a confirmation by mail, in the language that is spoken now; nothing of what he wrote is in it."""
    paragraphs = [
        _("Thank you for your message. It has been registered under the number %(number)s.")
        % {"number": case.number}
    ]
    if day := answer_day(case):
        paragraphs.append(_("You receive our answer by %(day)s.") % {"day": day})
    if link:
        paragraphs.append(_("Where it stands: %(link)s") % {"link": link})
    if can_be_answered:
        paragraphs.append(_("If you would like to add something, answer this mail."))
    return "\n\n".join(paragraphs) + "\n"


def answer_day(case: Case) -> str:
    """The day by which he has our answer, on the clock of his project; empty where none is promised."""
    due = answer_due(case)
    if due is None:
        return ""
    return formats.date_format(timezone.localtime(due, ZoneInfo(case.project.timezone)), "DATE_FORMAT")


def _may_be_told(channel: str, address: str, now: datetime) -> bool:
    return selectors.may_be_told(_index(channel, address), channel, now=now)


def _index(channel: str, address: str) -> bytes:
    return blind_index.of(address, "email" if channel == "mail" else "phone")


def _tell(case: Case, channel: str, address: str, subject: str, body: str, now: datetime, **envelope) -> bool:
    """Hand one confirmation to the courier; whether it was."""
    try:
        with transaction.atomic():
            sent = messages.send(
                to=address,
                channel=channel,
                subject=subject,
                body=body,
                language=case.language,
                subject_ref=f"case:{case.number}",
                written_by=WrittenBy.ANSWER,
                project=case.project,
                now=now,
                **envelope,
            )
    except Refused:  # an address that cannot be written to
        return False
    Confirmation.objects.create(
        case=case, address_index=_index(channel, address), channel=channel, letter=sent.public_id, sent_at=now
    )
    return True


@transaction.atomic
def set_ways(actor, project, *, by_mail: bool, by_sms: bool, now: datetime) -> ConfirmingRule | None:
    """By which ways a project confirms from now on; a version of its own. Nothing where it does so already."""
    before = selectors.ways_of(project)
    if (before.mail, before.sms) == (by_mail, by_sms):
        return None
    rows = ConfirmingRule.objects.filter(project=project)
    latest = rows.aggregate(latest=Max("version"))["latest"] or 0
    row = ConfirmingRule.objects.create(
        project=project, version=latest + 1, by_mail=by_mail, by_sms=by_sms, made_by=actor, made_at=now
    )
    after = {"project": project.code, "by_mail": by_mail, "by_sms": by_sms}
    record(actor, "channels.confirming", row, now=now, after=after)
    return row
