"""Keeping the hotline's own number, and what it was answered. The only writers of tickets."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from service_desk.cases.models import Case
from service_desk.channels.hotline.models import HotlineTicket
from service_desk.channels.people import Person, note_who

LONGEST = 4_000


def keep_ticket(actor, case: Case, values: dict, *, now: datetime) -> HotlineTicket:
    """What the hotline's file says beside the case: its number, its deadline, whether it waits for a reply, who called.

    Raises Refused where this ticket is here already, under whatever file it came.
    """
    ticket = str(values["ticket"]).strip()[:60]
    if HotlineTicket.objects.filter(ticket=ticket).exists():
        raise Refused(fields={"ticket": _("This ticket is here already.")})
    row = HotlineTicket.objects.create(
        case=case,
        ticket=ticket,
        office=(values.get("office") or "")[:120],
        must_reply=values.get("must_reply", True) is not False,
        reply_due_at=values.get("reply_due_at"),
        came_at=now,
    )
    person = Person(name=values.get("caller") or "", phone=values.get("owner_phone") or "")
    note_who(actor, case, person, home=values.get("home") or "", now=now)
    return row


@transaction.atomic
def reply(actor, ticket: HotlineTicket, *, words: str, now: datetime) -> HotlineTicket:
    """Write what the hotline is told. It is said once; the sheet carries it there."""
    if not words.strip():
        raise Refused(fields={"words": _("Please fill this in.")})
    if len(words) > LONGEST:
        raise Refused(fields={"words": _("At most %(length)s characters.") % {"length": LONGEST}})
    row = HotlineTicket.objects.select_for_update(of=("self",)).select_related("case").get(pk=ticket.pk)
    if row.replied_at is not None or not row.must_reply:
        raise IllegalMove(_("The hotline waits for no reply to this one."))
    row.reply, row.replied_at, row.replied_by = words.strip(), now, actor
    row.save(update_fields=["reply", "replied_at", "replied_by"])
    record(actor, "hotline.replied", row, now=now, after={"ticket": row.ticket, "case": row.case.number})
    return row
