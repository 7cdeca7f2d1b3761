"""The house's promises of time as data: versions, their rules, and the reasons for which a clock may stand still."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.accounts.models import Role
from service_desk.cases.terms import CaseKind, Severity, Subject
from service_desk.clocks import wording
from service_desk.clocks.models.deadlines import DeadlineKind, Measure

USER = "accounts.User"
LEVELS = ("50", "100", "150")
# What has taken effect is quoted by clocks: its rules stay as they were.
ONLY_WHILE_DRAFT = pgtrigger.Trigger(
    name="only_while_draft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF EXISTS (
            SELECT 1 FROM service_desk_clockpolicy
            WHERE id = COALESCE(NEW.policy_id, OLD.policy_id) AND active_from IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'a policy that has taken effect is not changed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)


class Labelled(models.Model):
    """Has a name in the product's languages, written by whoever edits it."""

    names = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """The name in the reader's language, else in English, else whichever there is."""
        names = self.names or {}
        return names.get(get_language() or "") or names.get("en") or next(iter(names.values()), "")


class ClockPolicy(models.Model):
    """One version of the promises of time; a draft until it takes effect, and unchanged from then on."""

    IMPERSONAL = {
        "because": "why the house changed its rules",
        "escalation": "which roles are told at which level",
    }

    number = models.PositiveIntegerField(unique=True)
    because = models.TextField(blank=True)
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    is_draft = models.BooleanField(default=True)
    active_from = models.DateTimeField(null=True)
    activated_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    on_open = models.BooleanField(default=False)
    retimed_to = models.BigIntegerField(null=True)
    looked_at = models.DateTimeField(null=True)
    no_move_days = models.PositiveSmallIntegerField()
    most_moves = models.PositiveSmallIntegerField()
    most_rejections = models.PositiveSmallIntegerField()
    escalation = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_draft"], condition=Q(is_draft=True), name="clock_policy_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(is_draft=True, active_from__isnull=True)
                | Q(is_draft=False, active_from__isnull=False),
                name="clock_policy_draft_is_not_active",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="active_stays",
                operation=pgtrigger.UpdateOf(
                    "number",
                    "active_from",
                    "no_move_days",
                    "most_moves",
                    "most_rejections",
                    "escalation",
                )
                | pgtrigger.Delete,
                condition=pgtrigger.Q(old__active_from__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.number)

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """Who is told at which share of the time, in words."""
        roles = dict(Role.choices)
        return [(level, [roles[role] for role in self.escalation.get(level, ())]) for level in LEVELS]

    @property
    def because_label(self) -> str:
        """Why, as it was written; what is shipped is said in the reader's language."""
        return _(self.because) if self.because else ""


class ClockRule(Labelled):
    """One promise: for these cases, this clock is so long, or there is none. What is left empty means all."""

    IMPERSONAL = {"names": "a rule's own name", "subject": "a class of subjects"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(ClockPolicy, models.CASCADE, related_name="rules")
    clock = models.CharField(max_length=20, choices=DeadlineKind.choices)
    kind = models.CharField(max_length=12, choices=CaseKind.choices, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    project = models.ForeignKey(
        "organisation.Project", models.PROTECT, null=True, related_name="+", db_index=False
    )
    measure = models.CharField(max_length=16, choices=Measure.choices)
    amount = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "clock", "kind", "severity", "subject", "project"],
                nulls_distinct=False,
                name="clock_rule_once",
            ),
            models.CheckConstraint(
                condition=Q(measure="none", amount=0) | (~Q(measure="none") & Q(amount__gte=1)),
                name="clock_rule_has_length",
            ),
            models.CheckConstraint(
                condition=~Q(clock="return_visit", measure="none"), name="clock_rule_visit_has_a_day"
            ),
        ]
        triggers = [ONLY_WHILE_DRAFT]

    @property
    def length(self) -> str:
        """How long, in the reader's language."""
        return wording.length(self.measure, self.amount)

    @property
    def subject_label(self) -> str:
        """The class of subjects, or the finer code below it as it stands."""
        return dict(Subject.choices).get(self.subject, self.subject)


class PauseReason(Labelled):
    """Why a clock may stand still: which clocks, and for how long at most."""

    IMPERSONAL = {
        "names": "a reason of the house's list",
        "code": "a code of the house",
        "clocks": "names of clocks",
    }

    policy = models.ForeignKey(ClockPolicy, models.CASCADE, related_name="reasons")
    code = models.SlugField(max_length=40, db_index=False)
    clocks = ArrayField(models.CharField(max_length=20, choices=DeadlineKind.choices))
    waits_for_owner = models.BooleanField(default=False)
    longest_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "code"], name="pause_reason_once"),
            models.CheckConstraint(
                condition=Q(waits_for_owner=False) | ~Q(clocks__contains=["answer"]),
                name="pause_for_owner_never_stops_the_answer",
            ),
            models.CheckConstraint(condition=Q(longest_days__gte=1), name="pause_has_a_length"),
        ]
        triggers = [ONLY_WHILE_DRAFT]

    @property
    def clock_labels(self) -> list[str]:
        return [DeadlineKind(clock).label for clock in self.clocks]
