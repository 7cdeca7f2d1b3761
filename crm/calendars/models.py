from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update

from crm.calendars.frames import MINUTES_A_DAY


class Calendar(models.Model):
    """A working calendar of one place. What it says is in its versions; ``current`` is the one that counts now."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict, blank=True)
    country = models.CharField(max_length=2, blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
    current = models.ForeignKey(
        "calendars.CalendarVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, else its own."""
        return self.names.get(get_language() or "", "") or self.name


class CalendarVersion(models.Model):
    """One state of a calendar, never changed again: a deadline can always be worked out as it was."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    timezone = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    because = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once"),
        ]
        triggers = [Protect(name="version_stays", operation=Update | Delete)]

    def __str__(self):
        return f"{self.calendar.label} · {self.number}"


class WeeklyFrame(models.Model):
    """Working time on one weekday, Monday being 0, in minutes since midnight; 1440 is 24:00."""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="frames", db_index=False)
    weekday = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "weekday", "opens"], name="weekly_frame_once"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, closes__lte=MINUTES_A_DAY, closes__gt=F("opens")),
                name="weekly_frame_within_a_day",
            ),
        ]
        triggers = [Protect(name="frame_stays", operation=Update | Delete)]


class DateOverride(models.Model):
    """A date that differs from its weekday: a holiday, or a working day with frames of its own."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        WORKING = "working", _("make-up working day")

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="overrides", db_index=False)
    date = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    names = models.JSONField(default=dict, blank=True)
    frames = models.JSONField(default=list)
    provisional = models.BooleanField(default=False)
    source = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "date"], name="date_override_once"),
            models.CheckConstraint(
                condition=Q(kind="holiday", frames=[]) | (Q(kind="working") & ~Q(frames=[])),
                name="date_override_frames_fit",
            ),
        ]
        triggers = [Protect(name="override_stays", operation=Update | Delete)]
