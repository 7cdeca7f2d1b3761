"""A complaint marked as difficult, the plans for it in versions, their options, and from when on facts speak for it."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from crm.states import guard
from service_desk.cases.terms import PartKind
from service_desk.escalated import states
from service_desk.escalated.terms import Outcome, Place, Reason

USER = "accounts.User"


class DifficultCase(models.Model):
    """That a case is difficult, why, and which senior handler leads it; one mark at a time."""

    PERSONAL = {"words": "content", "result": "content", "lesson": "content"}
    IMPERSONAL = {"facts": "codes of what the machine saw"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField(blank=True)
    facts = models.JSONField(default=list)
    senior = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    hand_over = models.ForeignKey(
        "service_desk.HandOver", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    marked_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    marked_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=states.DifficultStatus.choices, default=states.DifficultStatus.OPEN
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(blank=True)
    lesson = models.TextField(blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # reader: what is under way in a case, and the queue's view
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="open"), name="difficult_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_at__isnull=True)
                | (~Q(status="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="difficult_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | ~Q(outcome=""), name="difficult_ended_says_how"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="difficult_of_case"),  # reader: its page
        ]
        triggers = [guard("status", states.DIFFICULT_MOVES)]


class DifficultRule(models.Model):
    """One version of the thresholds from which on facts speak for a difficult complaint."""

    IMPERSONAL = {"because": "why the house changed its thresholds", "thresholds": "numbers of the house"}

    number = models.PositiveIntegerField(unique=True)
    thresholds = models.JSONField()
    active_from = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    because = models.TextField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return str(self.number)


class ResponsePlan(models.Model):
    """One version of the plan; the limit never lies above that of whoever allowed it."""

    PERSONAL = {
        "wants": "content",
        "position": "content",
        "not_negotiable": "content",
        "because": "content",
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    difficult = models.ForeignKey(DifficultCase, models.CASCADE, related_name="plans", db_index=False)
    number = models.PositiveSmallIntegerField()
    wants = models.TextField()
    position = models.TextField()
    not_negotiable = models.TextField()
    speaker = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    limit = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(
        max_length=10, choices=states.PlanStatus.choices, default=states.PlanStatus.DRAWN
    )
    drawn_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    signer_limit = models.BigIntegerField(null=True)
    because = models.TextField(blank=True)

    class Meta:
        constraints = [
            # reader: the newest plan of a difficult complaint
            models.UniqueConstraint(fields=["difficult", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["difficult"], condition=Q(status="in_force"), name="plan_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["difficult"], condition=Q(status="drawn"), name="plan_one_waiting"
            ),
            models.CheckConstraint(condition=Q(limit__gte=0), name="plan_limit_not_negative"),
            models.CheckConstraint(
                condition=~Q(status="in_force")
                | Q(decided_by__isnull=False, decided_at__isnull=False, signer_limit__gte=F("limit")),
                name="plan_within_signers_limit",
            ),
        ]
        triggers = [guard("status", states.PLAN_MOVES)]


class PlanOption(models.Model):
    """What is offered first, second, last."""

    PERSONAL = {"words": "content"}

    plan = models.ForeignKey(ResponsePlan, models.CASCADE, related_name="options", db_index=False)
    place = models.CharField(max_length=1, choices=Place.choices)
    words = models.TextField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            # reader: the options of a plan, in order
            models.UniqueConstraint(fields=["plan", "place"], name="option_place_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="option_not_negative"),
        ]


class PlanOptionPart(models.Model):
    """One part of an option, and what it costs."""

    PERSONAL = {"description": "content"}

    option = models.ForeignKey(PlanOption, models.CASCADE, related_name="parts")  # reader: a plan's options
    kind = models.CharField(max_length=12, choices=PartKind.choices)
    description = models.TextField(blank=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="option_part_not_negative"),
        ]
