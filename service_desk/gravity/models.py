"""The thresholds, version by version, and every judgement of every case."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from service_desk.cases.terms import Severity

USER = "accounts.User"


class SeverityRule(models.Model):
    """One version of the thresholds. A judgement names the version it was made by."""

    IMPERSONAL = {"rules": "numbers of the house", "because": "why the house changed its numbers"}

    version = models.PositiveIntegerField(unique=True)
    rules = models.JSONField(help_text="the fields of rules.Thresholds")
    because = models.TextField()
    active_from = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"v{self.version}"


class Occasion(models.TextChoices):
    """Why a case was judged."""

    REGISTERED = "registered", _("when it was registered")
    UNASKED = "unasked", _("when it arrived; nobody had been asked what it does to them")
    LEARNED = "learned", _("when more became known")
    CONFIRMED = "confirmed", _("confirmed by staff")
    CHANGED = "changed", _("changed by staff")
    RULES = "rules", _("when the thresholds changed")
    CARRIED_OVER = "carried_over", _("as it stood when judgements began to be kept")


class SeverityJudgement(models.Model):
    """One judgement: the answers it rests on, what the thresholds made of them, what was decided and why."""

    PERSONAL = {"impact": "content", "because": "content"}
    IMPERSONAL = {"reasons": "names of answers, not what was answered"}

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="judgements", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    rule = models.ForeignKey(SeverityRule, models.PROTECT, null=True, related_name="+", db_index=False)
    impact = models.JSONField(default=dict)
    computed = models.CharField(max_length=10, choices=Severity.choices)
    reasons = models.JSONField(default=list)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(severity__in=["important", "major"]) | ~Q(because=""),
                name="judgement_severe_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="judgement_of_case"),  # reader: the case, newest first
            # reader: the view of cases whose people have not been asked yet
            models.Index(fields=["case"], condition=Q(occasion="unasked"), name="judgement_unasked"),
        ]
        # The case it belongs to may be erased or removed with everything; nobody changes a judgement otherwise.
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
