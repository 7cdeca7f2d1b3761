"""Handing a case over, asked and answered."""

import uuid

from django.db import models
from django.db.models import Q

from crm.states import guard
from service_desk.handingover import states

USER = "accounts.User"


class HandOver(models.Model):
    """One wish to hand a case over, to one person or to whoever of a team takes it; until it is accepted it stays."""

    PERSONAL = {"because": "content", "answer": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="hand_overs", db_index=False)
    giver = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(
        "organisation.Department", models.PROTECT, null=True, related_name="+", db_index=False
    )
    because = models.TextField()
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=states.HandOverStatus.choices, default=states.HandOverStatus.PROPOSED
    )
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="proposed"), name="hand_over_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=False) | Q(team__isnull=False), name="hand_over_says_to_whom"
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="hand_over_decided_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="hand_over_of_case"),  # reader: the case page
            models.Index(  # reader: what waits for my answer
                fields=["proposed_at"], condition=Q(status="proposed"), name="hand_over_waiting"
            ),
        ]
        triggers = [guard("status", states.HAND_OVER_MOVES)]
