"""Is everything moving? Heartbeats, the age of what waits, what is dead; and the alarms that follow from them.

"The process is alive" is not "the process works": what counts is how old the oldest waiting row is.
"""

import os
import socket
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from crm.events import alarms
from crm.events.models import Heartbeat, OutboxEvent
from crm.events.relay import CLAIM

SILENT_AFTER = {  # a relay and a courier beat every few seconds, workers with each sweep of beat and each chunk
    "relay": timedelta(seconds=15),
    "courier": timedelta(seconds=15),
    "worker": timedelta(seconds=120),
}
LATE_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass
class Pulse:
    """What was measured; ages in seconds, None where nothing waits or nobody ever beat."""

    oldest_waiting: float | None
    dead_events: int
    silent_for: dict[str, float | None] = field(default_factory=dict)
    running_for: float = (
        0.0  # the oldest process at work: who has not beaten yet is given his time from then on
    )

    @property
    def late(self) -> bool:
        return self.oldest_waiting is not None and self.oldest_waiting > LATE_AFTER.total_seconds()

    def silent(self, kind: str) -> bool:
        age = self.silent_for.get(kind)
        if age is None and kind == "worker":
            age = self.running_for
        return age is None or age > SILENT_AFTER[kind].total_seconds()

    @property
    def ready(self) -> bool:
        """Facts are being carried: a relay beats and nothing due has waited too long."""
        return not self.late and not self.silent("relay")


def read(*, now: datetime) -> Pulse:
    """Three short queries: the oldest due head (by the database's clock), the dead, the freshest beat a kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT extract(epoch FROM clock_timestamp() - greatest(head.written_at, head.retry_at)) FROM ({CLAIM}) head",  # noqa: S608
            [now],
        )
        row = cursor.fetchone()
        cursor.execute("SELECT kind, max(at), min(started_at) FROM events_heartbeat GROUP BY kind")
        beats = cursor.fetchall()
    ages = {kind: max(0.0, (now - at).total_seconds()) for kind, at, _ in beats}
    oldest = min((started_at for _, _, started_at in beats), default=now)
    return Pulse(
        oldest_waiting=float(row[0]) if row else None,
        dead_events=OutboxEvent.objects.dead().count(),
        silent_for={kind: ages.get(kind) for kind in {*SILENT_AFTER, *ages}},
        running_for=max(0.0, (now - oldest).total_seconds()),
    )


def beat(kind: str, *, started_at: datetime, now: datetime, detail: dict | None = None) -> None:
    """Say that this process works; forget those that have been silent for an hour."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(process=_me(kind), kind=kind, started_at=started_at, at=now, detail=detail or {})],
        update_conflicts=True,
        unique_fields=["process"],
        update_fields=["started_at", "at", "detail"],
    )
    Heartbeat.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()


def leave(kind: str) -> None:
    """A clean end leaves no heartbeat behind."""
    Heartbeat.objects.filter(process=_me(kind)).delete()


def watch(*, now: datetime) -> Pulse:
    """Read the pulse and open or close the alarms that follow. Relay, courier and beat all call it."""
    pulse = read(now=now)
    _follow("late_events", pulse.late, f"the oldest has waited {pulse.oldest_waiting or 0:.0f} s", now)
    for kind in SILENT_AFTER:
        _follow(f"silent_{kind}", pulse.silent(kind), f"no {kind} has been heard of", now)
    return pulse


def _follow(kind: str, wrong: bool, detail: str, now: datetime) -> None:
    if wrong:
        alarms.sound(kind, detail=detail, now=now)
    else:
        alarms.clear(kind, now=now)


def _me(kind: str) -> str:
    return f"{kind}@{socket.gethostname()}:{os.getpid()}"[:120]
