"""Suspected pairs, and merges with everything that undoes them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from crm import states
from crm.privacy.fields import EncryptedText
from owners.people.models import Owner

from .states import MOVES, PairStatus


class PairQuerySet(models.QuerySet):
    def visible_to(self, user, to="duplicates.view"):
        """Pairs of which the user may see both owners.

        Scalar subqueries on purpose: they cannot be turned into a join, so that the few pairs are looked up one by
        one, and not all owners of half the projects gathered first.
        """
        seen = Owner.objects.visible_to(user, to).order_by().values("pk")
        rows = self.alias(
            sees_first=Subquery(seen.filter(pk=OuterRef("first"))[:1]),
            sees_second=Subquery(seen.filter(pk=OuterRef("second"))[:1]),
        )
        return rows.filter(sees_first__isnull=False, sees_second__isnull=False)


class DuplicatePair(models.Model):
    """Two owners who look like one, how sure that is and why, and what somebody decided about it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    fingerprint = models.CharField(
        max_length=32
    )  # of the facts compared: decided again only when they change
    status = models.CharField(max_length=10, choices=PairStatus.choices, default=PairStatus.OPEN)
    later_until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()

    objects = PairQuerySet.as_manager()

    PERSONAL = {"first": "reference", "second": "reference", "fingerprint": "index"}
    IMPERSONAL = {"reasons": "names of rules and their points"}

    class Meta:
        db_table = "owners_duplicatepair"
        constraints = [
            # reader: the scan, which finds the pair it has raised before
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
            models.CheckConstraint(condition=Q(points__lte=100), name="duplicate_points_to_100"),
            models.CheckConstraint(
                condition=Q(status="later", later_until__isnull=False)
                | (~Q(status="later") & Q(later_until__isnull=True)),
                name="duplicate_later_has_a_day",
            ),
        ]
        indexes = [
            # reader: the inbox, the surest first, by keyset
            models.Index(fields=["status", "-points", "id"], name="duplicate_inbox"),
            # reader: wake_put_off, which brings back what was put off until today
            models.Index(fields=["later_until"], name="duplicate_later", condition=Q(status="later")),
        ]
        triggers = [states.guard("status", MOVES)]


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user, to="duplicates.view"):
        """Merges of which the user may see the owner who was kept; looked up one by one, as pairs are."""
        seen = Owner.objects.visible_to(user, to).order_by().values("pk")
        return self.alias(sees_kept=Subquery(seen.filter(pk=OuterRef("kept"))[:1])).filter(
            sees_kept__isnull=False
        )

    def standing(self):
        return self.filter(undone_at=None)


class Merge(models.Model):
    """One owner went into another. Holds which rows moved and what both were before, so that it can be undone.

    `moved` lists rows by tie, `before` is what the columns held, under lock and emptied once it is undone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+", db_index=False)
    gone = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+", db_index=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    because = models.CharField(max_length=200, default="", blank=True)
    choices = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    before = EncryptedText(null=True)
    # a telephone the merged owner had and the kept one did not take over: it still finds him
    phone_index = models.BinaryField(max_length=32, null=True)
    pair_was = models.CharField(max_length=10, choices=PairStatus.choices, default="", blank=True)
    gathered_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    undone_because = models.CharField(max_length=200, default="", blank=True)

    objects = MergeQuerySet.as_manager()

    PERSONAL = {
        "kept": "reference",
        "gone": "reference",
        "because": "staff",
        "undone_because": "staff",
        "before": "content",
        "phone_index": "index",
    }
    IMPERSONAL = {
        "choices": "which side's value was taken, by column",
        "moved": "keys of rows by table",
        "counts": "how many rows, by table",
    }

    class Meta:
        db_table = "owners_merge"
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="merge_gone_once"
            ),  # reader: who went where
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(before__isnull=True), name="merge_undone_keeps_nothing"
            ),
        ]
        indexes = [
            # reader: the merges on an owner's card, the check for later ones before an undo
            models.Index(fields=["kept", "-at"], name="merge_of_kept"),
            models.Index(
                fields=["gone", "-at"], name="merge_of_gone"
            ),  # reader: the same from the other side
            models.Index(fields=["-at", "-id"], name="merge_newest"),  # reader: the list of merges
            models.Index(  # reader: gather_late, which looks every second for merges it has not looked after
                fields=["at"], condition=Q(gathered_at=None, undone_at=None), name="merge_ungathered"
            ),
            models.Index(  # reader: finding an owner by a telephone he had on the card that went
                fields=["phone_index"],
                condition=Q(phone_index__isnull=False, undone_at=None),
                name="merge_by_phone",
            ),
        ]
