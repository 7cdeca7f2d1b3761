"""What was judged about the warranty of a case; kept as it was judged, whatever becomes of the rules."""

from django.db import models
from django.db.models import Q

from .states import Coverage


class WarrantyCheck(models.Model):
    """The part that a case is about and how it stood on the day of the report.

    `rule` keeps what was counted with: measure, length, the handover, the law, the paper that extended it.
    """

    case = models.OneToOneField("service_desk.Case", models.CASCADE, related_name="warranty")
    part = models.ForeignKey("owners.WarrantyPart", models.PROTECT, related_name="+")
    coverage = models.CharField(max_length=8, choices=Coverage.choices)
    until = models.DateField(null=True)
    judged_for = models.DateField()
    rule = models.JSONField(default=dict)
    guessed = models.BooleanField(default=False)
    judged_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    judged_at = models.DateTimeField()

    IMPERSONAL = {"rule": "how a length was counted"}

    class Meta:
        db_table = "service_desk_warrantycheck"
        constraints = [
            models.CheckConstraint(
                condition=Q(coverage="unknown", until__isnull=True)
                | Q(coverage__in=["in", "out"], until__isnull=False),
                name="warrantycheck_judged_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(coverage="in") | Q(until__gte=models.F("judged_for")),
                name="warrantycheck_in_reaches_the_day",
            ),
            models.CheckConstraint(
                condition=~Q(coverage="out") | Q(until__lt=models.F("judged_for")),
                name="warrantycheck_out_ended_before",
            ),
        ]
