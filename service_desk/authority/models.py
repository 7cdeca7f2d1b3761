"""The limits of authority in versions, and the signatures that proposals have got."""

import pgtrigger
from django.db import models
from django.db.models import Q

USER = "accounts.User"


class LimitScheme(models.Model):
    """One version of all limits; a later one replaces it as a whole."""

    IMPERSONAL = {"because": "why the house changed its limits"}

    number = models.PositiveIntegerField(unique=True)
    active_from = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    because = models.TextField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return str(self.number)


class LimitRow(models.Model):
    """Up to `amount` a role may promise in one currency: altogether, or in parts of one kind.

    From `joint_from` on it decides only after the level below has signed too.
    """

    IMPERSONAL = {"role": "the name of a role", "currency": "three letters", "kind": "a kind of part"}

    scheme = models.ForeignKey(LimitScheme, models.CASCADE, related_name="rows")
    role = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=12, blank=True)
    amount = models.BigIntegerField()
    joint_from = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "role", "currency", "kind"], name="limit_once_in_a_scheme"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="limit_not_negative"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class Endorsement(models.Model):
    """One signature under a proposal, or the refusal of one; the last makes it an offer."""

    PERSONAL = {"because": "content"}
    IMPERSONAL = {"role": "the name of a role"}

    proposal = models.ForeignKey("service_desk.Proposal", models.CASCADE, related_name="endorsements")
    role = models.CharField(max_length=16)
    approved = models.BooleanField()
    because = models.TextField(blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "by"], condition=Q(approved=True), name="endorsed_once_by_each"
            ),
        ]
