"""The way of a title deed, one for each purchase that makes somebody an owner."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from crm.accounts.permissions import projects_for

from .states import Milestone


class InVisibleProjects(models.QuerySet):
    def visible_to(self, user, to="deeds.view"):
        if user.unrestricted:
            return self
        return self.filter(project__in=projects_for(user, to))

    def live(self):
        """Those whose purchase has not been called off."""
        return self.filter(purchase__cancelled_on=None)


class TitleDeed(models.Model):
    """Where the deed of a home stands: `next_milestone` is what is to be done next ("" when all is), by `due_on`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purchase = models.OneToOneField("owners.Purchase", on_delete=models.PROTECT, related_name="deed")
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey("owners.Home", on_delete=models.PROTECT, related_name="deeds")
    next_milestone = models.CharField(
        max_length=12, choices=Milestone.choices, default=Milestone.DOCUMENTS, blank=True
    )
    due_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = InVisibleProjects.as_manager()

    class Meta:
        db_table = "owners_titledeed"
        constraints = [
            models.CheckConstraint(
                condition=Q(next_milestone="", due_on__isnull=True)
                | (~Q(next_milestone="") & Q(due_on__isnull=False)),
                name="titledeed_open_has_a_day",
            ),
        ]
        indexes = [
            # reader: the list of deeds by what is due first, by keyset; the overdue ones
            models.Index(fields=["due_on", "id"], name="titledeed_due", condition=Q(due_on__isnull=False)),
            # reader: the same of one project
            models.Index(fields=["project", "due_on", "id"], name="titledeed_due_in_project"),
        ]

    def __str__(self):
        return str(self.public_id)


class DeedStep(models.Model):
    """One milestone of a deed: planned for a day, done on a day, by whom."""

    deed = models.ForeignKey(TitleDeed, on_delete=models.CASCADE, related_name="steps")
    milestone = models.CharField(max_length=12, choices=Milestone.choices)
    planned_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.CharField(max_length=200, default="", blank=True)

    PERSONAL = {"remark": "content"}

    class Meta:
        db_table = "owners_deedstep"
        constraints = [
            # reader: the steps of a deed
            models.UniqueConstraint(fields=["deed", "milestone"], name="deedstep_once"),
            models.CheckConstraint(condition=Q(milestone__in=Milestone.values), name="deedstep_known"),
        ]
