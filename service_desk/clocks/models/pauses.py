"""When a clock stood still and why, and when its time was set anew."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from service_desk.clocks.models.deadlines import Deadline
from service_desk.clocks.models.policies import USER, ClockRule, PauseReason


class DeadlinePause(models.Model):
    """One stretch in which a clock stood still. It ends by hand, or by itself `until` at the latest."""

    PERSONAL = {"words": "content"}

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="pauses")
    reason = models.ForeignKey(PauseReason, models.PROTECT, related_name="+", db_index=False)
    words = models.TextField()
    paused_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    paused_at = models.DateTimeField()
    until = models.DateTimeField()
    due_before = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    due_after = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(ended_at=None), name="pause_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("paused_at")), name="pause_ends_later"
            ),
        ]


class DeadlineChange(models.Model):
    """A running clock was set anew by another rule; what it promised before is kept."""

    class Why(models.TextChoices):
        POLICY = "policy", _("new rules took effect")
        SEVERITY = "severity", _("the case was judged anew")
        HAND = "hand", _("asked for earlier")

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    why = models.CharField(max_length=10, choices=Why.choices)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(null=True)
    rule_before = models.ForeignKey(ClockRule, models.PROTECT, null=True, related_name="+", db_index=False)
    rule_after = models.ForeignKey(ClockRule, models.PROTECT, null=True, related_name="+", db_index=False)
