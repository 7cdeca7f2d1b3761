"""What the two sides of a transfer slip thought of each other."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """Who judges: the desk the answer it got, the department the slip it was sent."""

    DESK = "desk", _("the desk about the department")
    DEPARTMENT = "department", _("the department about the desk")


class SlipRating(models.Model):
    """One judgement, from one (poor) to five (excellent)."""

    PERSONAL = {"words": "content"}

    slip = models.ForeignKey("service_desk.TransferSlip", models.CASCADE, related_name="ratings")
    side = models.CharField(max_length=10, choices=Side.choices)
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slip", "side"], name="slip_rated_once_by_each_side"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="slip_rated_one_to_five"),
        ]
