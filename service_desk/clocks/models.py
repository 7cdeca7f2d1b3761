"""Deadlines as rows, due by the database's clock, with every warning that went out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from service_desk.clocks.rules import Times


class DeadlineKind(models.TextChoices):
    ANSWER = "answer", _("answer to the owner")
    DEPARTMENT_REPLY = "department_reply", _("department's reply")
    RETURN_VISIT = "return_visit", _("return visit")
    PROGRESS = "progress", _("progress report to the owner")


# What each clock counts from; the number of days is the deadline's own.
RULES = {
    DeadlineKind.ANSWER: _("answer within %(days)d working days of receipt"),
    DeadlineKind.DEPARTMENT_REPLY: _("department's reply within %(days)d working days of the slip"),
    DeadlineKind.RETURN_VISIT: _("return visit within %(days)d working days of completion"),
    DeadlineKind.PROGRESS: _("news to the owner at least every %(days)d working days"),
}

# An answer's clock that did not start with the receipt of the case.
LATER = _("answer within %(days)d working days after the case was taken over from elsewhere or reopened")


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
    working_days = models.PositiveSmallIntegerField()
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
        ]
        indexes = [
            models.Index(  # reader: the relay, which turns due deadlines into facts
                fields=["fires_at"], condition=Q(fires_at__isnull=False), name="deadline_fires"
            ),
            models.Index(fields=["case"], name="deadline_of_case"),  # reader: the case page
        ]

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    @property
    def moments(self) -> Times:
        return Times(self.warn_at, self.due_at, self.late_at)

    @property
    def rule(self) -> str:
        """The rule that set this clock, as a sentence in the reader's language."""
        later = self.kind == DeadlineKind.ANSWER and self.started_at != self.case.received_at
        words = (LATER if later else RULES[self.kind]) % {"days": self.working_days}
        if self.calendar_version is None:
            return words
        version = {"calendar": self.calendar_version.calendar.label, "number": self.calendar_version.number}
        return words + _(": calendar %(calendar)s, version %(number)d") % version


class DeadlineWarning(models.Model):
    """A level that was reached and made known, once whatever dies."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="warnings", db_index=False)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "level"], name="deadline_level_once"),
        ]
