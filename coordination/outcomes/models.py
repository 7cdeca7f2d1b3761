import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import projects_for


class OutcomeRows(models.QuerySet):
    def visible_to(self, user, verb):
        """The rows of the projects where the user holds this verb."""
        return self if user.unrestricted else self.filter(project__in=projects_for(user, verb))

    def unmeasured(self):
        return self.filter(measured_at=None)


class Finding(models.TextChoices):
    WORKED = "worked", _("it worked")
    BETTER = "better", _("better, not yet well")
    NO_CHANGE = "no_change", _("no change")
    WORSE = "worse", _("worse than before")


class Outcome(models.Model):
    """What a fulfilled directive led to: what the owner said before, and after."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # reader: one outcome a directive
    directive = models.OneToOneField("service_desk.Directive", models.PROTECT, related_name="outcome")
    decision = models.ForeignKey("coordination.Decision", models.PROTECT, null=True, related_name="outcomes")
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+")
    case = models.ForeignKey("service_desk.Case", models.PROTECT, null=True, related_name="+", db_index=False)
    fulfilled_at = models.DateTimeField()
    days_taken = models.DecimalField(max_digits=7, decimal_places=2)
    score_before = models.PositiveSmallIntegerField(null=True)
    asked = models.ForeignKey(
        "satisfaction.Invitation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.ForeignKey(
        "satisfaction.Feedback", models.PROTECT, null=True, related_name="+", db_index=False
    )
    score_after = models.PositiveSmallIntegerField(null=True)
    measured_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=10, choices=Finding, blank=True)

    objects = OutcomeRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(measured_at__isnull=True, finding="")
                | (Q(measured_at__isnull=False) & ~Q(finding="")),
                name="outcome_measured_has_finding",
            ),
        ]
        indexes = [
            models.Index(  # reader: the next feedback of an owner, which measures what is still open
                fields=["owner"], condition=Q(measured_at=None), name="outcome_unmeasured"
            ),
            models.Index(fields=["-fulfilled_at", "-id"], name="outcome_newest"),  # reader: the list
        ]

    def __str__(self):
        return str(self.public_id)
