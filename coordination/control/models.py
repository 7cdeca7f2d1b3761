import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import projects_for
from service_desk.cases.states import OPEN as OPEN_CASES
from service_desk.directives.states import OPEN as OPEN_DIRECTIVES


class AlarmKind(models.TextChoices):
    OVERDUE = "overdue", _("overdue")
    LONG_OVERDUE = "long_overdue", _("long overdue")
    NOBODY = "nobody", _("nobody to take it")
    SILENT = "silent", _("visited, and no answer")
    DIRECTIVE = "directive", _("directive overdue")


class AlarmRows(models.QuerySet):
    def visible_to(self, user, verb):
        """The rows of the projects where the user holds this verb."""
        return self if user.unrestricted else self.filter(project__in=projects_for(user, verb))

    def standing(self):
        """What still needs somebody: not taken, not settled by itself, not gone one level further up."""
        running = Q(deadline__isnull=False, deadline__met_at=None, deadline__cancelled_at=None)
        graver = Alarm.objects.filter(deadline=OuterRef("deadline"), level__gt=OuterRef("level"))
        nobody = Q(kind=AlarmKind.NOBODY, case__assignee=None, case__status__in=OPEN_CASES)
        silent = Q(kind=AlarmKind.SILENT, case__status="visiting")
        ordered = Q(kind=AlarmKind.DIRECTIVE, directive__status__in=OPEN_DIRECTIVES)
        rows = self.filter(running | nobody | silent | ordered, taken_at=None)
        return rows.exclude(Exists(graver))


class Alarm(models.Model):
    """Something a supervisor must see: about a case, or a directive, which may be without a case.

    `level` is how far up it goes: 1 his desk, 2 above it.
    """

    PERSONAL = {"taken_because": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, null=True, related_name="+", db_index=False)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    deadline = models.ForeignKey(
        "service_desk.Deadline", models.CASCADE, null=True, related_name="+", db_index=False
    )
    directive = models.ForeignKey(
        "service_desk.Directive", models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=16, choices=AlarmKind)
    level = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)
    taken_because = models.TextField(blank=True)

    objects = AlarmRows.as_manager()

    class Meta:
        constraints = [
            # reader: a deadline's level, or a directive, rings once, however often its fact is delivered
            models.UniqueConstraint(
                fields=["case", "kind", "deadline", "directive"],
                nulls_distinct=False,
                name="alarm_rings_once",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(directive__isnull=False), name="alarm_is_about_something"
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="alarm_taken_has_time",
            ),
        ]
        indexes = [
            models.Index(  # reader: the supervisor's alarms, the gravest first
                fields=["-level", "-raised_at", "-id"], condition=Q(taken_at=None), name="alarm_standing"
            ),
        ]

    def __str__(self):
        return str(self.public_id)
