from datetime import datetime

from crm.events.base import Event
from crm.events.models import OutboxEvent


def publish(event: Event, *, now: datetime) -> OutboxEvent:
    """Write the fact into the outbox, inside the caller's transaction."""
    return OutboxEvent.objects.create(
        name=event.name, stream=event.stream, payload=event.payload(), at=now, available_at=now
    )
