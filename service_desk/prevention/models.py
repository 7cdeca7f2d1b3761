"""Corrective actions and inspections of sibling homes."""

import uuid

from django.db import models
from django.db.models import F, Q

from crm.accounts.permissions import projects_for
from crm.states import guard

from . import states

USER = "accounts.User"


class InVisibleProjects(models.QuerySet):
    def visible_to(self, user, to="prevention.view"):
        return self if user.unrestricted else self.filter(project__in=projects_for(user, to))


class CorrectiveAction(models.Model):
    """What is changed so that a cause does not come back; when its effect is checked is said beforehand."""

    IMPERSONAL = {"what": "about how we work", "result": "about how we work"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+")
    cause = models.ForeignKey("service_desk.Cause", models.PROTECT, related_name="corrective_actions")
    what = models.TextField()
    responsible = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    window_days = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=8, choices=states.ActionStatus.choices, default=states.ActionStatus.PLANNED
    )
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    check_on = models.DateField(null=True)
    homes = models.PositiveIntegerField(null=True)
    cases_before = models.PositiveIntegerField(null=True)
    cases_after = models.PositiveIntegerField(null=True)
    effect = models.CharField(max_length=12, choices=states.Effect.choices, blank=True)

    objects = InVisibleProjects.as_manager()

    class Meta:
        db_table = "service_desk_correctiveaction"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["done", "checked"])
                | Q(done_on__isnull=False, check_on__gt=F("done_on")),
                name="corrective_done_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(status="checked")
                | (
                    Q(homes__isnull=False, cases_before__isnull=False, cases_after__isnull=False)
                    & ~Q(effect="")
                ),
                name="corrective_checked_has_figures",
            ),
            models.CheckConstraint(
                condition=Q(window_days__gte=30, window_days__lte=730), name="corrective_window_of_days"
            ),
        ]
        indexes = [
            # reader: whom to remind
            models.Index(
                fields=["due_on"],
                condition=Q(status="planned", reminded_at__isnull=True),
                name="corrective_to_remind",
            ),
            # reader: whose effect is to be checked
            models.Index(fields=["check_on"], condition=Q(status="done"), name="corrective_to_check"),
        ]
        triggers = [guard("status", states.CORRECTIVE_MOVES)]


class Inspection(models.Model):
    """A look at the homes that may have a defect too; `column` is the door's place on each floor, "" the building.

    Of several contractors whose work has the same defect in one building, each has his own.
    """

    IMPERSONAL = {"column": "a line of doors", "entrance": "a way in", "because": "what several homes have"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+")
    building = models.ForeignKey("owners.Building", models.PROTECT, related_name="+")
    cause = models.ForeignKey("service_desk.Cause", models.PROTECT, related_name="+")
    entrance = models.CharField(max_length=20, blank=True)
    column = models.CharField(max_length=20, blank=True)
    contractor = models.ForeignKey("service_desk.Contractor", models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=300)
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()

    objects = InVisibleProjects.as_manager()

    class Meta:
        db_table = "service_desk_inspection"
        constraints = [
            # reader: whether a common defect is looked into already
            models.UniqueConstraint(
                fields=["building", "cause", "entrance", "column", "contractor"],
                nulls_distinct=False,
                name="inspection_once_a_line",
            ),
        ]


class Look(models.Model):
    """The look at one home, by whom, and what came of it; what was found is a case."""

    PERSONAL = {"words": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="looks")
    home = models.ForeignKey("owners.Home", models.PROTECT, related_name="+")
    engineer = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(
        max_length=12, choices=states.LookStatus.choices, default=states.LookStatus.WAITING
    )
    words = models.TextField(blank=True)
    case = models.ForeignKey("service_desk.Case", models.PROTECT, null=True, related_name="+")
    looked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "service_desk_look"
        constraints = [
            # reader: the homes of an inspection
            models.UniqueConstraint(fields=["inspection", "home"], name="look_once_a_home"),
            models.CheckConstraint(
                condition=~Q(status="found") | Q(case__isnull=False), name="look_found_opens_a_case"
            ),
        ]
        indexes = [
            # reader: the engineer's own list
            models.Index(fields=["engineer"], condition=Q(status="waiting"), name="look_waiting_of"),
        ]
        triggers = [guard("status", states.LOOK_MOVES)]
