"""Setting up the gateway for text messages. The only writer of its versions."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import Refused
from crm.messages import gateway, selectors, services
from crm.messages.models import OutgoingMessage, TextGateway
from crm.written import Unread, phones


@transaction.atomic
def set_gateway(actor, *, changes: dict, is_open: bool = True, now: datetime) -> TextGateway:
    """A new version that holds from now on. A secret that is left empty stays as it is; raises Refused by field."""
    latest = TextGateway.objects.select_for_update().order_by("-version").first()
    before = gateway.opened(latest.sealed) if latest else gateway.Gateway()
    said = {name: value.strip() for name, value in changes.items() if name in gateway.NAMES}
    said = {name: value for name, value in said.items() if value or name not in gateway.SECRET}
    after = replace(before, **said)
    gateway.must_be_whole(after)
    if latest is not None and (after, is_open) == (before, latest.is_open):
        return latest
    number = (TextGateway.objects.aggregate(latest=Max("version"))["latest"] or 0) + 1
    row = TextGateway.objects.create(
        version=number, sealed=gateway.closed(after), is_open=is_open, made_by=actor, made_at=now
    )
    changed = sorted(name for name in gateway.NAMES if getattr(before, name) != getattr(after, name))
    record(actor, "messages.gateway", row, now=now, after={"changed": changed, "is_open": is_open})
    return row


def try_out(actor, *, to: str, language: str, text: str = "", now: datetime) -> OutgoingMessage:
    """Send one text message to a telephone at hand, at any hour; its page says what becomes of it."""
    try:
        number = phones.phone(to)
    except Unread as unread:
        raise Refused(fields={"to": str(unread)}) from unread
    if selectors.gateway_in_force() is None:
        raise Refused(_("No gateway is in use: set one up first."))
    body = text.strip() or _("This is a test of the text messages of this house.")
    row = services.send(
        to=number, channel="sms", body=body, language=language, subject_ref="test", urgent=True, now=now
    )
    record(actor, "messages.try_out", row, now=now)
    return row
