import uuid

from django.db import models
from django.db.models import Q

from crm.accounts.permissions import projects_for

from .states import Attitude, Opinion, Via


class FeedbackRows(models.QuerySet):
    def visible_to(self, user, verb):
        """The rows of the projects where the user holds this verb."""
        return self if user.unrestricted else self.filter(project__in=projects_for(user, verb))


class Feedback(models.Model):
    """What an owner told us, once, in the terms all feedback shares. Never changed afterwards."""

    PERSONAL = {"words": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("service_desk.Case", models.PROTECT, null=True, related_name="+", db_index=False)
    visit = models.ForeignKey(
        "service_desk.ReturnVisit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    invitation = models.OneToOneField(
        "satisfaction.Invitation", models.PROTECT, null=True, related_name="feedback"
    )
    via = models.CharField(max_length=10, choices=Via)
    score = models.PositiveSmallIntegerField(null=True)
    attitude = models.CharField(max_length=20, choices=Attitude, blank=True)
    opinion = models.CharField(max_length=12, choices=Opinion)
    subject = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects = FeedbackRows.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="feedback_score_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True, attitude="") | (Q(score__isnull=False) & ~Q(attitude="")),
                name="feedback_scored_has_attitude",
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="feedback_newest"),  # reader: the list, whole group
            models.Index(  # reader: the list and the months of one project
                fields=["project", "-at", "-id"], name="feedback_of_project"
            ),
            models.Index(fields=["owner", "-at"], name="feedback_of_owner"),  # reader: the owner's card
            models.Index(  # reader: beside a case, what its owner said
                fields=["case", "-at"], condition=Q(case__isnull=False), name="feedback_of_case"
            ),
        ]

    def __str__(self):
        return str(self.public_id)
