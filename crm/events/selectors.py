from datetime import datetime
from uuid import UUID

from crm.errors import NotFound
from crm.events.models import Alarm, Heartbeat, OutboxEvent
from crm.events.pulse import FORGOTTEN_AFTER, SILENT_AFTER

STATES = ("waiting", "dead", "done")


def events_in(state: str):
    """All events of a state, to be paged by id; an unknown state is none of them."""
    if state not in STATES:
        return OutboxEvent.objects.none()
    return getattr(OutboxEvent.objects.all(), state)()


def event_by(public_id: UUID) -> OutboxEvent:
    """One event with its cause; NotFound if there is none."""
    row = OutboxEvent.objects.select_related("caused_by").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def followed_by(event: OutboxEvent) -> list[OutboxEvent]:
    """The facts that were published while it was delivered."""
    return list(event.followed_by.order_by("pk")[:50])


def open_alarms(limit: int = 20) -> list[Alarm]:
    """What a person must look at, newest first, without the dead events, which have a list of their own."""
    rows = Alarm.objects.filter(cleared_at=None).exclude(kind="dead_event")
    return list(rows.order_by("-raised_at")[:limit])


def processes(now: datetime) -> list[tuple[Heartbeat, float, bool]]:
    """Each process that has beaten within the hour, with the seconds since, and whether that is too long."""
    return [
        (row, (now - row.at).total_seconds(), now - row.at > SILENT_AFTER.get(row.kind, FORGOTTEN_AFTER))
        for row in Heartbeat.objects.order_by("kind", "-at")
    ]
