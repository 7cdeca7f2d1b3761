"""Sending: lease a row, talk to the channel with no transaction open, settle the row if the lease is still ours."""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from crm.events import alarms, failures
from crm.messages import quiet
from crm.messages.channels import CHANNELS, Letter, OutcomeUnknown, Undeliverable, transport
from crm.messages.models import OutgoingMessage
from crm.messages.selectors import gateway_in_force

log = logging.getLogger("doorstep.courier")
LEASE = timedelta(seconds=60)  # three times the longest conversation with a channel
MAX_ATTEMPTS = 8
LETTER = (
    "recipient",
    "subject",
    "body",
)  # opened only in _talk: one that cannot be opened must not stop the others
FIRST_WAIT = timedelta(seconds=5)
LEASED = [
    "unsettled", "last_error", "lease_token", "lease_until", "dead_at", "attempts", "via", "retry_at"
]  # fmt: skip


def send_next(*, now: datetime, clock) -> OutgoingMessage | None:
    """Send the oldest due message, or None if there is none. `clock` is read again after the conversation.

    1. Lease one row and commit; 2. talk to the channel, no transaction open; 3. settle, if nobody else has
    taken the row meanwhile. A crash in 2 leaves the outcome unknown; the lease runs out and the message goes out
    again under the same identifier. One lease a row, never one for many: it cannot run out behind a slow one.
    """
    row = _lease(now)
    if row is None:
        return None
    if row.lease_token is not None:
        error, known_as = _talk(row)
        _settle(row, error, clock(), known_as=known_as)
    return row


@transaction.atomic
def _lease(now: datetime) -> OutgoingMessage | None:
    rows = OutgoingMessage.objects.due(now).defer(*LETTER).select_related("project")
    rows = rows.select_for_update(skip_locked=True, of=("self",))
    row = rows.order_by("pk").first()
    if row is None:
        return None
    if row.lease_token is not None:
        row.unsettled += 1
        row.last_error = row.last_error or "the courier went away in the middle"
    if row.attempts >= MAX_ATTEMPTS:
        row.lease_token = row.lease_until = None
        row.dead_at = now
        _give_up(row, now)
    elif morning := _night(row, now):
        row.lease_token = row.lease_until = None
        row.retry_at = morning
    else:
        row.lease_token, row.lease_until = uuid.uuid4(), now + LEASE
        row.attempts += 1
        row.via = transport(row.channel)
    row.save(update_fields=LEASED)
    return row


def _night(row: OutgoingMessage, now: datetime) -> datetime | None:
    """Until when a text message lets somebody sleep; None for other ways, by day, and where it cannot wait."""
    if row.is_urgent or transport(row.channel) != "sms":
        return None
    gateway = gateway_in_force()
    zone = row.project.timezone if row.project_id else settings.TIME_ZONE
    return quiet.ends(now, zone=zone, **gateway.quiet) if gateway else None


def _talk(row: OutgoingMessage) -> tuple[Exception | None, str]:
    """What went wrong, and the id under which the other side knows it."""
    try:
        if row.via not in CHANNELS:
            raise Undeliverable(f"this house is no longer connected to {row.channel}")
        row.refresh_from_db(fields=LETTER)
        known_as = CHANNELS[row.via](_letter(row))
    except Exception as error:
        return error, ""
    return None, known_as or ""


def _letter(row: OutgoingMessage) -> Letter:
    return Letter(
        identifier=str(row.public_id),
        to=row.recipient,
        subject=row.subject,
        body=row.body,
        language=row.language,
        written_by=row.written_by,
        answer_to=row.answer_to,
        thread=row.thread,
        in_reply_to=row.in_reply_to,
    )


@transaction.atomic
def _settle(row: OutgoingMessage, error: Exception | None, now: datetime, *, known_as: str = "") -> None:
    changes = {"lease_token": None, "lease_until": None, "retry_at": None}
    if error is None:
        changes |= {"sent_at": now, "provider_id": known_as}
    else:
        changes["last_error"] = row.last_error = failures.in_words(error)
        if isinstance(error, Undeliverable) or row.attempts >= MAX_ATTEMPTS:
            changes["dead_at"] = now
        else:
            wait = failures.wait_after(row.attempts, first=FIRST_WAIT)
            changes["retry_at"] = now + max(wait, timedelta(seconds=getattr(error, "seconds", 0)))
        if isinstance(error, OutcomeUnknown):
            changes["unsettled"] = row.unsettled + 1
        log.warning(
            "message %s by %s failed, attempt %d: %s", row.public_id, row.via, row.attempts, row.last_error
        )
    ours = OutgoingMessage.objects.filter(pk=row.pk, lease_token=row.lease_token).update(**changes)
    if not ours:
        log.warning("message %s: the lease ran out before it was settled", row.public_id)
    elif "dead_at" in changes:
        _give_up(row, now)


def _give_up(row: OutgoingMessage, now: datetime) -> None:
    alarms.sound("dead_message", str(row.public_id), detail=f"{row.via}: {row.last_error}", now=now)
