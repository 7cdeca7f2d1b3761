"""The tree of causes, what it said before, and the causes named for cases."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from .states import NamedAt

USER = "accounts.User"


class Cause(models.Model):
    """A class, a part or a defect; its code holds the whole way down to it."""

    code = models.CharField(max_length=80, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    level = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    words = models.JSONField(default=list, blank=True)
    search_text = models.TextField(default="")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    IMPERSONAL = dict.fromkeys(
        ("code", "names", "words", "search_text"), "a kind of defect, whoever reports it"
    )

    class Meta:
        db_table = "service_desk_cause"
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="cause_three_levels"),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="cause_hangs_on_its_parent",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, else in English, else the code's last word."""
        return self.names.get(get_language() or "") or self.names.get("en") or self.code.rpartition(".")[2]


class CauseVersion(models.Model):
    """What a cause said from a moment on; written with each change and never changed itself."""

    cause = models.ForeignKey(Cause, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    names = models.JSONField()
    words = models.JSONField()
    active = models.BooleanField()
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    IMPERSONAL = dict.fromkeys(("names", "words"), "a kind of defect, whoever reports it")

    class Meta:
        db_table = "service_desk_causeversion"
        constraints = [
            # reader: what a cause said before
            models.UniqueConstraint(fields=["cause", "version"], name="causeversion_once"),
        ]


class CaseCause(models.Model):
    """The cause named for a case at one step; named again at the same step it corrects itself."""

    PERSONAL = {"because": "content"}
    IMPERSONAL = {"was": "the code that stood there before"}

    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="causes")
    at_step = models.CharField(max_length=14, choices=NamedAt.choices)
    cause = models.ForeignKey(Cause, models.PROTECT, related_name="+")
    was = models.CharField(max_length=80)
    contractor = models.ForeignKey("service_desk.Contractor", models.PROTECT, null=True, related_name="+")
    because = models.TextField(blank=True)
    named_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    named_at = models.DateTimeField()

    class Meta:
        db_table = "service_desk_casecause"
        constraints = [
            # reader: the causes of a case
            models.UniqueConstraint(fields=["case", "at_step"], name="casecause_once_a_step"),
        ]
