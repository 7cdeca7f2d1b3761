"""Delivery: the oldest due event that heads its stream, its handler and its mark, in one transaction.

One event a transaction, not a batch: locks are held for one stream only, so two relays cannot wait for each
other, and an event that fails at COMMIT (a deferred constraint) is known by name. The price is one COMMIT an
event, about a millisecond; several relays share a burst.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import Error, connection, transaction

from crm.events import alarms, cause, failures, overtime, routes
from crm.events.base import TYPES, CannotSucceed
from crm.events.models import OutboxEvent
from crm.reading import columns, instances

log = logging.getLogger("doorstep.relay")
LONGEST_HANDLER = 30  # seconds; a statement of its own ends after 20, see loop.SESSION
MAX_ATTEMPTS = 8  # with doubling waits: about two minutes from the first failure to the last

# The head of the stream is asked by a correlated subquery on purpose: it cannot be turned into a join, so the plan
# stays the same two index walks whatever the statistics say of a table that is mostly empty.
CLAIM = f"""
    SELECT {columns(OutboxEvent)} FROM events_outboxevent
    WHERE done_at IS NULL AND dead_at IS NULL AND (retry_at IS NULL OR retry_at <= %s)
      AND id = (SELECT head.id FROM events_outboxevent AS head
                WHERE head.stream = events_outboxevent.stream AND head.done_at IS NULL AND head.dead_at IS NULL
                ORDER BY head.id LIMIT 1)
    ORDER BY id LIMIT 1
"""  # noqa: S608  names of our own columns
LOCK = "FOR UPDATE OF events_outboxevent SKIP LOCKED"
DONE = "UPDATE events_outboxevent SET attempts = %s, done_at = %s, retry_at = NULL WHERE id = %s"


@dataclass
class Delivery:
    """One attempt: the row, and what went wrong, if anything."""

    row: OutboxEvent
    error: Exception | None = None


def deliver_next(*, now: datetime) -> Delivery | None:
    """Deliver the oldest due event, or None if there is none.

    1. lock the row, skipping what another relay holds; 2. run the handler in a savepoint; 3. write into the row
    that it is done, or when to try again; 4. commit all of it at once. A crash before 4 leaves everything as it
    was; a lost connection is raised to the caller and counts as no attempt.
    """
    delivery = None
    try:
        with transaction.atomic():
            row = _claim(now)
            if row is None:
                return None
            delivery = Delivery(row)
            delivery.error = _attempt(row, now)
            _settle(row, delivery.error, now)
        return delivery
    except Error as error:
        if delivery is None or delivery.error is not None or connection_lost():
            raise
        delivery.error = error  # a deferred constraint refused the handler's work at COMMIT
    with transaction.atomic():
        row = (
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .waiting()
            .filter(pk=delivery.row.pk)
            .first()
        )
        if row is not None:
            _settle(row, delivery.error, now)
    return delivery


def drain(*, now: datetime, limit: int = 100_000, strict: bool = True) -> int:
    """Deliver everything that is due, here and now; how many events there were. For tests and the demonstration.

    `strict` raises the first handler's error once its row is settled, so that a test sees it.
    """
    for count in range(limit):
        delivery = deliver_next(now=now)
        if delivery is None:
            return count
        if strict and delivery.error is not None:
            raise delivery.error
    raise RuntimeError(f"{limit} events delivered and still no end: facts run in a circle")


def connection_lost() -> bool:
    """Whether the error just seen took the connection with it."""
    return connection.connection is None or connection.connection.closed


def _claim(now: datetime) -> OutboxEvent | None:
    for (row,) in instances((OutboxEvent,), CLAIM + LOCK, [now]):
        return row
    return None


def _attempt(row: OutboxEvent, now: datetime) -> Exception | None:
    try:
        with transaction.atomic(), cause.of(row):
            routes.table()  # before asking for the name: importing the routes makes the facts known
            kind = TYPES.get(row.name)
            if kind is None:
                raise CannotSucceed(f"no fact is called {row.name}")
            with overtime.after(LONGEST_HANDLER):
                routes.handler_of(kind)(kind.from_payload(row.payload), now=now)
    except Exception as error:
        if connection_lost():
            raise
        return error
    return None


def _settle(row: OutboxEvent, error: Exception | None, now: datetime) -> None:
    row.attempts += 1
    if error is None:
        row.done_at, row.retry_at = now, None
        with connection.cursor() as cursor:
            cursor.execute(DONE, [row.attempts, now, row.pk])
        return
    row.last_error = failures.in_words(error)
    if isinstance(error, CannotSucceed) or row.attempts >= MAX_ATTEMPTS:
        row.dead_at, row.retry_at = now, None
        alarms.sound("dead_event", str(row.public_id), detail=f"{row.name}: {row.last_error}", now=now)
    else:
        row.retry_at = now + failures.wait_after(row.attempts)
    row.save(update_fields=["attempts", "last_error", "dead_at", "retry_at"])
    log.warning("event %s %s failed, attempt %d: %s", row.public_id, row.name, row.attempts, row.last_error)
