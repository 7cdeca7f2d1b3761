from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove
from crm.events import alarms, cause, routes
from crm.events.base import Event, TooDeep
from crm.events.models import OutboxEvent

KEPT = timedelta(days=180)  # what was delivered; who did what stays in the audit
MAX_DEPTH = 8  # the longest chain of the design is four facts long; what goes beyond runs in a circle


def publish(event: Event, *, now: datetime) -> OutboxEvent:
    """Write the fact into the outbox, inside the caller's transaction. See `outgoing`."""
    row = outgoing(event, now=now)
    row.save(force_insert=True)
    return row


def outgoing(event: Event, *, now: datetime) -> OutboxEvent:
    """The fact as a row of the outbox, not written yet: for callers that insert several rows at once.

    Published while another event is being delivered, it is that event's consequence: one deeper. Past MAX_DEPTH
    it is refused with TooDeep, which undoes the handler and leaves its event dead, on the page. A fact that the
    routes list as recorded only is stored as already done.
    """
    because = cause.current()
    depth = because.depth + 1 if because else 0
    if depth > MAX_DEPTH:
        raise TooDeep(f"{event.name} would be number {depth} in a chain of facts; {MAX_DEPTH} is the limit")
    return OutboxEvent(
        name=event.name,
        stream=event.stream,
        payload=event.payload(),
        at=now,
        caused_by_id=because.row_id if because else None,
        depth=depth,
        done_at=now if routes.recorded_only(type(event)) else None,
    )


@transaction.atomic
def replay(actor, event: OutboxEvent, *, now: datetime) -> OutboxEvent:
    """Deliver a dead event again, as if it had never been tried; IllegalMove if it is not dead.

    Younger events of its stream have gone on without it, so it comes late: handlers look at the state they
    find, not at the order of facts.
    """
    row = OutboxEvent.objects.select_for_update().get(pk=event.pk)
    if row.state != "dead":
        raise IllegalMove(_("Only a stopped event can be delivered again."))
    row.dead_at, row.retry_at, row.attempts = None, None, 0
    row.save(update_fields=["dead_at", "retry_at", "attempts"])
    alarms.clear("dead_event", str(row.public_id), now=now)
    record(actor, "events.replay", row, now=now, before={"error": row.last_error}, after={"event": row.name})
    return row


def replay_all(actor, *, now: datetime, limit: int = 1000) -> int:
    """Deliver the oldest dead events again, each in a transaction of its own; how many there were."""
    rows = list(OutboxEvent.objects.dead().order_by("pk")[:limit])
    for row in rows:
        replay(actor, row, now=now)
    return len(rows)


@transaction.atomic
def forget(*, now: datetime, limit: int = 10_000) -> int:
    """Drop the oldest facts that were delivered long ago, so that the outbox does not grow for ever; how many."""
    old = OutboxEvent.objects.done().filter(done_at__lt=now - KEPT).order_by("pk")
    rows = list(old.values_list("pk", flat=True)[:limit])
    OutboxEvent.objects.filter(caused_by__in=rows).update(caused_by=None)
    OutboxEvent.objects.filter(pk__in=rows).delete()
    return len(rows)
