import re
import uuid

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from crm.events import routes

OPEN = models.Q(done_at=None, dead_at=None)


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        """Not delivered yet, and still tried."""
        return self.filter(OPEN)

    def dead(self):
        """Given up; somebody must look."""
        return self.filter(done_at=None, dead_at__isnull=False)

    def done(self):
        return self.filter(done_at__isnull=False)


class OutboxEvent(models.Model):
    """A fact on its way up, written in the transaction that made it true.

    What it is doing is read from its columns: `done_at` and `dead_at` empty is waiting. It is due when `retry_at`
    is empty or past, and when no older waiting event has the same stream.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    stream = models.CharField(max_length=80)
    payload = models.JSONField()
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())  # the database's own clock: the age of what waits
    caused_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    depth = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            # reader: relay._claim, the oldest waiting event
            models.Index(fields=["id"], name="outbox_waiting", condition=OPEN),
            # reader: relay._claim, is it the head of its stream
            models.Index(fields=["stream", "id"], name="outbox_stream_head", condition=OPEN),
            # reader: the page of dead events and its count
            models.Index(
                fields=["id"], name="outbox_dead", condition=models.Q(done_at=None, dead_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(dead_at=None), name="outbox_done_or_dead"
            ),
        ]
        triggers = [
            # One wake-up for each transaction that leaves something to deliver, without a statement of its own.
            pgtrigger.Trigger(
                name="wake_relay",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("dead_at"),
                condition=pgtrigger.Q(new__done_at=None, new__dead_at=None),
                func="PERFORM pg_notify('doorstep_events', ''); RETURN NULL;",
            ),
        ]

    @property
    def title(self) -> str:
        """The fact in the reader's words; one that nobody named, and one of the past, reads as it is called."""
        return routes.title(self.name) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", self.name).capitalize()

    @property
    def state(self) -> str:
        if self.done_at:
            return "done"
        return "dead" if self.dead_at else "waiting"


class Heartbeat(models.Model):
    """A process that carries something is alive: one row each, written every few seconds, taken away on a clean end."""

    process = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # reader: pulse.read, the freshest of each kind
            models.Index(fields=["kind", "-at"], name="heartbeat_freshest"),
        ]


class Alarm(models.Model):
    """Something that a person must look at, from when it was seen until it was over."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    detail = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # one open alarm of a kind about a subject; reader: the alarms above the page of events
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=models.Q(cleared_at=None), name="alarm_open_once"
            ),
        ]
