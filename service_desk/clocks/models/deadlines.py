"""Deadlines as rows, due by the database's clock, with every warning that went out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from service_desk.clocks import wording
from service_desk.clocks.rules import Times


class DeadlineKind(models.TextChoices):
    ANSWER = "answer", _("answer to the owner")
    DEPARTMENT_REPLY = "department_reply", _("department's reply")
    RETURN_VISIT = "return_visit", _("return visit")
    PROGRESS = "progress", _("progress report to the owner")
    FIRST_RESPONSE = "first_response", _("first response to the owner")
    RESOLUTION = "resolution", _("the whole matter settled")


class Measure(models.TextChoices):
    """What a promise is counted in; all three are of the calendar of the case's project."""

    WORKING_DAYS = "working_days", _("working days")
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_MINUTES = "working_minutes", _("working minutes")
    NONE = "none", _("no clock")


class DeadlineRows(models.QuerySet):
    def running(self):
        return self.filter(met_at=None, cancelled_at=None)

    def overdue(self, now):
        return self.running().filter(due_at__lt=now)


class Deadline(models.Model):
    """One promise of time. `level` is the highest percentage warned of so far, `fires_at` when the next is due."""

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="deadlines", db_index=False)
    kind = models.CharField(max_length=20, choices=DeadlineKind.choices)
    slip = models.ForeignKey(
        "service_desk.TransferSlip", models.CASCADE, null=True, related_name="+", db_index=False
    )
    visit = models.ForeignKey(
        "service_desk.ReturnVisit", models.CASCADE, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    late_at = models.DateTimeField()
    fires_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    measure = models.CharField(max_length=16, choices=Measure.choices, default=Measure.WORKING_DAYS)
    amount = models.PositiveIntegerField()
    set_by = models.ForeignKey(
        "service_desk.ClockRule", models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_hand = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    calendar_version = models.ForeignKey(
        "calendars.CalendarVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )
    met_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = DeadlineRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "slip", "visit"],
                condition=Q(met_at=None, cancelled_at=None),
                nulls_distinct=False,
                name="deadline_one_running",
            ),
            models.CheckConstraint(
                condition=Q(started_at__lte=models.F("warn_at"))
                & Q(warn_at__lte=models.F("due_at"))
                & Q(due_at__lte=models.F("late_at")),
                name="deadline_levels_in_order",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="deadline_met_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(fires_at__isnull=True) | Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="deadline_stopped_never_fires",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="deadline_stopped_is_not_paused",
            ),
            models.CheckConstraint(
                condition=~Q(measure="none") & Q(amount__gte=1), name="deadline_counts_something"
            ),
        ]
        indexes = [
            models.Index(  # reader: the relay, which turns due deadlines into facts
                fields=["fires_at"], condition=Q(fires_at__isnull=False), name="deadline_fires"
            ),
            models.Index(fields=["case"], name="deadline_of_case"),  # reader: the case page
            models.Index(  # reader: the boards of what is overdue and due soon
                fields=["due_at"],
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="deadline_running_due",
            ),
        ]

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    @property
    def moments(self) -> Times:
        return Times(self.warn_at, self.due_at, self.late_at)

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def working_days(self) -> int | None:
        """The length where it is counted in working days."""
        return self.amount if self.measure == Measure.WORKING_DAYS else None

    @property
    def rule(self) -> str:
        """The rule that set this clock, as a sentence in the reader's language."""
        return wording.rule(self)


class DeadlineWarning(models.Model):
    """A level that was reached and made known, once whatever dies."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="warnings", db_index=False)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "level"], name="deadline_level_once"),
        ]
