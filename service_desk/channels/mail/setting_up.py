"""Setting up mailboxes and limits; each change is audited, no password ever is."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import Refused
from service_desk.channels.mail import selectors
from service_desk.channels.mail.models import ChannelLimits, Mailbox

SET_UP = (
    "address",
    "project",
    "language",
    "kind_of_owners",
    "strangers",
    "host",
    "port",
    "tls",
    "username",
    "password",
    "folder",
    "is_open",
    "confirms",
)
SECRET = {"username", "password"}
LIMITS = (
    "mails_an_hour",
    "mails_to_a_case_an_hour",
    "hours_between_answers",
    "reports_an_hour",
    "reports_a_day",
    "confirmations_a_day",
    "texts_an_hour",
    "raw_days",
    "discarded_days",
)


def add_mailbox(actor, *, code: str, now: datetime, **said) -> Mailbox:
    """A new address of ours. Raises Refused where its name or address is taken."""
    _check(said)
    row = Mailbox(code=code, **{name: said[name] for name in SET_UP if name in said})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(actor, "mailbox.added", row, now=now, after=_plain(said) | {"code": code})
    except IntegrityError as error:
        raise Refused(fields={"code": _("There is a mailbox of this name or address already.")}) from error
    return row


def edit_mailbox(actor, mailbox: Mailbox, *, changes: dict, now: datetime) -> Mailbox:
    """Change how a mailbox is fetched and what becomes of its mail; an empty password stays as it is."""
    said = {name: value for name, value in changes.items() if name in SET_UP}
    if not said.get("password"):
        said.pop("password", None)
    _check(said)
    try:
        with transaction.atomic():
            row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
            changed = {name: value for name, value in said.items() if getattr(row, name) != value}
            if not changed:
                return row
            if {"host", "folder", "username"} & set(changed):
                changed |= {"uid_validity": None, "last_uid": 0}
            for name, value in changed.items():
                setattr(row, name, value)
            row.version += 1
            row.save(update_fields=[*changed, "version"])
            record(actor, "mailbox.changed", row, now=now, after=_plain(changed))
    except IntegrityError as error:
        raise Refused(fields={"address": _("There is a mailbox of this name or address already.")}) from error
    return row


def _check(said: dict) -> None:
    if said.get("host") and not said["host"].isprintable():
        raise Refused(fields={"host": _("This is no name of a server.")})
    if not said.get("folder", "INBOX").isprintable():
        raise Refused(fields={"folder": _("This is no name of a folder.")})


def _plain(said: dict) -> dict:
    return {
        name: "changed" if name in SECRET else getattr(value, "code", value) for name, value in said.items()
    }


def limits_held() -> ChannelLimits:
    """The limits in force, held until the end of the transaction: who changes them too waits, who reads does not."""
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{ChannelLimits._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
    return selectors.limits()


@transaction.atomic
def set_limits(actor, *, limits: dict[str, int], now: datetime) -> ChannelLimits:
    """A new version of the limits; it holds from now on, and the earlier ones stay to be read."""
    wrong = {name: _("A whole number above zero.") for name in LIMITS if not limits.get(name, 0) > 0}
    if wrong:
        raise Refused(fields=wrong)
    latest = limits_held()
    said = {name: limits[name] for name in LIMITS}
    row = ChannelLimits.objects.create(version=latest.version + 1, made_by=actor, made_at=now, **said)
    record(actor, "channels.limited", row, now=now, after=said)
    return row
