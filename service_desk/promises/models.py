"""The register of promises."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.states import guard
from service_desk.promises import states

USER = "accounts.User"


class Origin(models.TextChoices):
    PROPOSAL = "proposal", _("agreed proposal")
    REPLY = "reply", _("reply to the owner")
    HAND = "hand", _("written down by hand")


class PromiseRows(models.QuerySet):
    def open(self):
        return self.filter(status=states.PromiseStatus.OPEN)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)


class Promise(models.Model):
    """One thing an owner was promised."""

    PERSONAL = {"text": "content", "settled_because": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="promises", db_index=False)
    text = models.TextField()
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    due_on = models.DateField(null=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    proposal = models.ForeignKey(
        "service_desk.Proposal", models.CASCADE, null=True, related_name="promises", db_index=False
    )
    promised_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    promised_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=states.PromiseStatus.choices, default=states.PromiseStatus.OPEN
    )
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    settled_because = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    tell_again_on = models.DateField(null=True)  # on this day the supervisor hears of it
    late = models.BooleanField(default=False)  # kept, but after its day

    objects = PromiseRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", settled_at__isnull=True)
                | (~Q(status="open") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="promise_settled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(late=False) | Q(status="kept"),
                name="promise_late_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="promise_amount_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="promise_of_case"),  # reader: the case page, the card
            models.Index(  # reader: the list of open promises, soonest first
                fields=["due_on", "id"], condition=Q(status="open"), name="promise_open_due"
            ),
            models.Index(  # reader: the lists of kept and of broken promises, and how many lately
                fields=["status", "-settled_at", "-id"],
                include=["late", "case"],
                condition=Q(settled_at__isnull=False),
                name="promise_settled_newest",
            ),
            models.Index(  # reader: the relay, which asks what fell due and is not told yet
                fields=["due_on"],
                condition=Q(status="open", told_at__isnull=True, due_on__isnull=False),
                name="promise_due_untold",
            ),
            models.Index(  # reader: the relay, which asks of what the supervisor is to hear
                fields=["tell_again_on"],
                condition=Q(status="open", tell_again_on__isnull=False),
                name="promise_tell_again",
            ),
        ]
        triggers = [guard("status", states.PROMISE_MOVES)]

    @property
    def outcome(self) -> str:
        """How it stands, in words; what was kept late is told from what was kept in time."""
        return str(_("kept late")) if self.late else self.get_status_display()
