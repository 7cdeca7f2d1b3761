from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.events import alarms
from crm.messages.models import OutgoingMessage, WrittenBy

KEPT = timedelta(days=180)  # addresses and texts of what was sent; the case keeps its own words


def send(
    *,
    to: str,
    channel: str,
    language: str,
    now: datetime,
    subject: str = "",
    body: str = "",
    template: str = "",
    context: dict | None = None,
    subject_ref: str = "",
    written_by: str = WrittenBy.MACHINE,
    answer_to: str = "",
    thread: str = "",
    in_reply_to: str = "",
    project=None,
    urgent: bool = False,
    instead_of: OutgoingMessage | None = None,
) -> OutgoingMessage:
    """Put a message into the courier's bag, inside the caller's transaction; nothing is sent before it commits.

    Give either `subject` and `body`, or a `template` name: `<template>.subject.txt` and `<template>.body.txt` are
    rendered with `context` in `language`. `subject_ref` says what it is about ("case:2026-000123"), without
    naming anybody. `written_by` tells the answering machines of the other side who wrote it; `answer_to`, `thread`
    and `in_reply_to` let a mail's answer find back. `project` is whose owners it concerns: a text message waits for
    the morning there, unless it is `urgent`, and who works there reads what became of it. Raises Refused for an unknown channel, a bad address or an empty
    text.
    """
    if template:
        subject, body = _rendered(template, context or {}, language)
    _check(to, channel, body)
    return OutgoingMessage.objects.create(
        channel=channel,
        recipient=to.strip(),
        subject=" ".join(subject.split()),
        body=body,
        language=language,
        subject_ref=subject_ref,
        written_by=written_by,
        answer_to=answer_to,
        thread=thread,
        in_reply_to=in_reply_to[:400] if in_reply_to.isprintable() else "",
        project=project,
        is_urgent=urgent,
        instead_of=instead_of,
        asked_at=now,
    )


def came_back(message: OutgoingMessage, *, code: str, now: datetime) -> None:
    """The other side returned a letter for good after it had taken it; the first such news counts.

    Who calls this tells the desk by himself.
    """
    rows = OutgoingMessage.objects.filter(pk=message.pk, returned_at=None)
    rows.update(returned_at=now, returned_code=code[:12], told_at=now)


@transaction.atomic
def send_again(actor, message: OutgoingMessage, *, now: datetime) -> OutgoingMessage:
    """Try a message that was given up once more, under its old identifier; IllegalMove if it was not given up."""
    row = OutgoingMessage.objects.select_for_update().get(pk=message.pk)
    if row.state != "dead":
        raise IllegalMove(_("Only a message that was given up can be sent again."))
    row.dead_at, row.retry_at, row.attempts, row.told_at = None, None, 0, None
    row.save(update_fields=["dead_at", "retry_at", "attempts", "told_at"])
    alarms.clear("dead_message", str(row.public_id), now=now)
    record(actor, "messages.send_again", row, now=now, before={"error": row.last_error})
    return row


def send_all_again(actor, *, now: datetime, limit: int = 1000) -> int:
    """The oldest that were given up, each in a transaction of its own; how many there were."""
    rows = list(OutgoingMessage.objects.dead().order_by("pk")[:limit])
    for row in rows:
        send_again(actor, row, now=now)
    return len(rows)


def forget(*, now: datetime, limit: int = 10_000) -> int:
    """Drop messages that were sent long ago, with their addresses and texts; how many."""
    old = OutgoingMessage.objects.sent().filter(sent_at__lt=now - KEPT).order_by("pk")
    rows = list(old.values_list("pk", flat=True)[:limit])
    OutgoingMessage.objects.filter(pk__in=rows).delete()
    return len(rows)


def _rendered(template: str, context: dict, language: str) -> tuple[str, str]:
    with translation.override(language):
        return (
            render_to_string(f"{template}.subject.txt", context).strip(),
            render_to_string(f"{template}.body.txt", context).strip() + "\n",
        )


def _check(to: str, channel: str, body: str) -> None:
    if channel not in settings.MESSAGE_CHANNELS:
        raise Refused(fields={"channel": _("This house is not connected to this channel.")})
    if not to.strip() or not to.isprintable():
        raise Refused(fields={"to": _("An address is needed.")})
    if channel == "mail":
        try:
            validate_email(to.strip())
        except ValidationError as error:
            raise Refused(fields={"to": _("This is no e-mail address.")}) from error
    if not body.strip():
        raise Refused(fields={"body": _("The message is empty.")})
