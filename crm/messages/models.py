import uuid
from datetime import datetime

import pgtrigger
from django.db import models

from crm.privacy.fields import EncryptedText

OPEN = models.Q(sent_at=None, dead_at=None)
FAILED = models.Q(dead_at__isnull=False) | models.Q(returned_at__isnull=False)


class WrittenBy(models.TextChoices):
    """Who wrote it, for the answering machines of the other side (RFC 3834)."""

    PERSON = "person", "a person"
    MACHINE = "machine", "a machine, of its own accord"
    ANSWER = "answer", "a machine, as an answer"


class OutgoingQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """To be sent now: not under way, or its courier has been silent for longer than its lease."""
        return self.filter(
            OPEN,
            models.Q(retry_at=None) | models.Q(retry_at__lte=now),
            models.Q(lease_until=None) | models.Q(lease_until__lte=now),
        )

    def waiting(self):
        return self.filter(OPEN)

    def dead(self):
        """Given up; somebody must look."""
        return self.filter(sent_at=None, dead_at__isnull=False)

    def sent(self):
        return self.filter(sent_at__isnull=False)

    def untold(self):
        """Did not arrive, and nobody has been told."""
        return self.filter(FAILED, told_at=None)


class OutgoingMessage(models.Model):
    """One message to one address.

    A courier leases the row, talks to the channel with no transaction open, and settles the row only if the lease
    is still its own. A courier that dies in between leaves the outcome unknown: `unsettled` counts that, and the
    message goes out again under the same identifier, which the row's `public_id` gives.
    """

    PERSONAL = {
        "recipient": "contact",
        "subject": "content",
        "body": "content",
        "in_reply_to": "reference",
    }
    IMPERSONAL = {
        "channel": "a channel's name",
        "via": "a channel's name",
        "language": "a code",
        "subject_ref": "a kind and a public number",
        "last_error": "the channel's code, cleaned of addresses",
        "answer_to": "an address of our own",
        "thread": "an identifier of our own",
        "returned_code": "a status code of mail or of a gateway",
        "provider_id": "an identifier of the gateway's",
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=20)
    via = models.CharField(max_length=20, blank=True)
    recipient = EncryptedText()
    subject = EncryptedText()
    body = EncryptedText()
    language = models.CharField(max_length=10)
    subject_ref = models.CharField(max_length=80, blank=True)
    written_by = models.CharField(
        max_length=10, choices=WrittenBy.choices, default=WrittenBy.MACHINE, db_default=WrittenBy.MACHINE
    )
    answer_to = models.CharField(max_length=254, blank=True, default="", db_default="")
    thread = models.CharField(max_length=200, blank=True, default="", db_default="")
    in_reply_to = models.CharField(max_length=400, blank=True, default="", db_default="")
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    unsettled = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    # whom it concerns: a night there is a night for the telephone, and who works there reads what became of it
    project = models.ForeignKey(
        "organisation.Project", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    is_urgent = models.BooleanField(default=False, db_default=False)  # also at night
    instead_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="others", db_index=False
    )
    # told by the receiving side after it was sent
    provider_id = models.CharField(max_length=120, blank=True, default="", db_default="")
    delivered_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_code = models.CharField(max_length=12, blank=True, default="", db_default="")

    # when somebody was told that it did not arrive
    told_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        indexes = [
            # reader: what went out to the owners of a project, newest first
            models.Index(
                fields=["project", "-id"],
                name="outgoing_of_project",
                condition=models.Q(project__isnull=False),
            ),
            # reader: the report of a gateway, which knows it by its own id
            models.Index(
                fields=["provider_id"], name="outgoing_known_as", condition=~models.Q(provider_id="")
            ),
            # reader: what did not arrive and nobody was told of
            models.Index(fields=["id"], name="outgoing_untold", condition=FAILED & models.Q(told_at=None)),
            # reader: deleting one of two, and the page of the one that went another way
            models.Index(
                fields=["instead_of"], name="outgoing_others", condition=models.Q(instead_of__isnull=False)
            ),
            # reader: the courier, oldest first
            models.Index(fields=["id"], name="outgoing_waiting", condition=OPEN),
            # reader: the page of messages that could not be sent, and its count
            models.Index(
                fields=["id"], name="outgoing_dead", condition=models.Q(sent_at=None, dead_at__isnull=False)
            ),
            # reader: what was sent about one thing, for its page and for erasure
            models.Index(fields=["subject_ref", "id"], name="outgoing_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(dead_at=None), name="outgoing_sent_or_dead"
            ),
            models.CheckConstraint(
                condition=models.Q(lease_until=None, lease_token=None)
                | models.Q(lease_until__isnull=False, lease_token__isnull=False),
                name="outgoing_lease_whole",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wake_courier",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("dead_at"),
                condition=pgtrigger.Q(new__sent_at=None, new__dead_at=None),
                func="PERFORM pg_notify('doorstep_messages', ''); RETURN NULL;",
            ),
        ]

    @property
    def state(self) -> str:
        if self.sent_at:
            return "sent"
        if self.dead_at:
            return "dead"
        return "sending" if self.lease_token else "waiting"

    @property
    def arrival(self) -> str:
        """What became of it as far as is known: a state, or whether the other side said that it arrived or not."""
        if self.delivered_at:
            return "delivered"
        if self.returned_at:
            return "failed"
        return self.state


class TextGateway(models.Model):
    """How the house is connected to a gateway for text messages; a change is a new version, the newest holds."""

    PERSONAL = {"sealed": "staff"}

    version = models.PositiveIntegerField(unique=True)
    sealed = EncryptedText()  # json: the fields of gateway.Gateway, credentials among them
    is_open = models.BooleanField(default=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
