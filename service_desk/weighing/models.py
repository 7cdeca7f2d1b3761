"""The weights in versions, and every weighing with the answers it rested on."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

USER = "accounts.User"


class WeighingRule(models.Model):
    """One version of the weights: how many percent above what is owed each answer is worth."""

    IMPERSONAL = {"because": "why the house changed its weights", "weights": "numbers of the house"}

    number = models.PositiveIntegerField(unique=True)
    weights = models.JSONField()
    active_from = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    because = models.TextField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return str(self.number)


class Weighing(models.Model):
    """The demand of one case, weighed once; weighed again, a new row stands beside it."""

    PERSONAL = {"answers": "content", "reasons": "content"}

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="weighings", db_index=False)
    rule = models.PositiveIntegerField()
    answers = models.JSONField()
    loss = models.BigIntegerField()
    standard = models.BigIntegerField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reasons = models.JSONField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # The floor: nothing that is known of a person makes the suggestion smaller than what is owed.
            models.CheckConstraint(
                condition=Q(standard__lte=F("low")) & Q(low__lte=F("high")) & Q(standard__gte=0),
                name="weighing_never_below_standard",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="weighing_of_case"),  # reader: the case page
        ]
