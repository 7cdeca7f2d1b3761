import uuid

from django.db import models
from django.db.models import Q

from crm.accounts.permissions import projects_for

from .states import Verdicts


class DecisionRows(models.QuerySet):
    def visible_to(self, user, verb):
        """The rows of the projects where the user holds this verb."""
        return self if user.unrestricted else self.filter(project__in=projects_for(user, verb))


class Decision(models.Model):
    """What was decided on one feedback, and everything it rested on."""

    PERSONAL = {"override_because": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # reader: exactly one decision a feedback, whatever dies
    feedback = models.OneToOneField("satisfaction.Feedback", models.PROTECT, related_name="decision")
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("service_desk.Case", models.PROTECT, null=True, related_name="+", db_index=False)
    assessment = models.ForeignKey(
        "profitability.Assessment", models.PROTECT, null=True, related_name="+", db_index=False
    )
    policy = models.ForeignKey("coordination.PolicyVersion", models.PROTECT, related_name="+", db_index=False)
    directive = models.ForeignKey(
        "service_desk.Directive", models.PROTECT, null=True, related_name="decisions"
    )
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Verdicts)
    rule = models.CharField(max_length=40)
    plan = models.CharField(max_length=40, blank=True)
    inputs = models.JSONField()
    alternatives = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    carried_out = models.CharField(max_length=40, help_text="what was done, or why nothing had to be")
    overridden_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    overridden_at = models.DateTimeField(null=True)
    override_plan = models.CharField(max_length=40, blank=True)
    override_because = models.TextField(blank=True)

    objects = DecisionRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(overridden_by__isnull=True, overridden_at__isnull=True, override_because="")
                | (Q(overridden_by__isnull=False, overridden_at__isnull=False) & ~Q(override_because="")),
                name="decision_overridden_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="decision_newest"),  # reader: the list, whole group
            models.Index(  # reader: the list and the picture of one project
                fields=["project", "-at", "-id"], name="decision_of_project"
            ),
            models.Index(  # reader: beside a case, what was decided
                fields=["case", "-at"], condition=Q(case__isnull=False), name="decision_of_case"
            ),
            models.Index(fields=["owner", "-at"], name="decision_of_owner"),  # reader: the owner's card
        ]

    def __str__(self):
        return str(self.public_id)
