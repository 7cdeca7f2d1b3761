"""Showroom visits, purchases and ownerships."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from crm.accounts.permissions import projects_for

from .states import Payment, PurchaseKind


class InVisibleProjects(models.QuerySet):
    def visible_to(self, user, to="purchases.view"):
        if user.unrestricted:
            return self
        return self.filter(project__in=projects_for(user, to))


class OwnershipQuerySet(models.QuerySet):
    def visible_to(self, user, to="homes.view"):
        if user.unrestricted:
            return self
        return self.filter(home__project__in=projects_for(user, to))

    def current(self, today):
        return self.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gt=today))


class ShowroomVisit(models.Model):
    """Somebody came to look: the fact that makes a lead a visitor."""

    owner = models.ForeignKey("owners.Owner", on_delete=models.PROTECT, related_name="visits")
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remark = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField()

    objects = InVisibleProjects.as_manager()

    PERSONAL = {"owner": "reference", "remark": "content"}

    class Meta:
        db_table = "owners_showroomvisit"
        constraints = [
            # reader: the stage facts of an owner, his timeline
            models.UniqueConstraint(fields=["owner", "project", "on"], name="visit_once_a_day"),
        ]


class Period(Func):
    """The days of an ownership, the last one excluded: the buyer owns from the day of transfer."""

    function = "daterange"
    output_field = DateRangeField()


def _period():
    return Period(F("since"), F("until"), Value("[)"))


class Ownership(models.Model):
    """An owner holds a share of a home from `since` up to, not including, `until`.

    The tie begins on the day the contract is signed; the title deed follows later. Shares are
    fractions; 1 is sole ownership. Two sole ownerships of a home, or a sole one beside a shared
    one, never overlap; that shares sum to at most 1 is checked by the service under a lock.
    """

    # the database gives one too: to the rows of before, and to a process that does not know the column yet
    public_id = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", on_delete=models.PROTECT, related_name="ownerships")
    home = models.ForeignKey("owners.Home", on_delete=models.PROTECT, related_name="ownerships")
    purchase = models.ForeignKey(
        "owners.Purchase",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ownerships",
    )
    share = models.DecimalField(max_digits=7, decimal_places=6, default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = OwnershipQuerySet.as_manager()

    PERSONAL = {"owner": "reference"}

    class Meta:
        db_table = "owners_ownership"
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1), name="ownership_share_is_fraction"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="ownership_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="ownership_sole_never_overlaps",
                expressions=[
                    ("home", RangeOperators.EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(share=1),
            ),
            ExclusionConstraint(
                name="ownership_sole_never_beside_shared",
                expressions=[
                    ("home", RangeOperators.EQUAL),
                    (
                        Case(
                            When(share=1, then=Value(1)),
                            default=Value(0),
                            output_field=models.IntegerField(),
                        ),
                        RangeOperators.NOT_EQUAL,
                    ),
                    (_period(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="ownership_once_per_owner_and_day",
                expressions=[
                    ("home", RangeOperators.EQUAL),
                    ("owner", RangeOperators.EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            # reader: the homes of an owner on his card, the stage facts
            models.Index(fields=["owner", "since"], name="ownership_by_owner"),
            # reader: who owns a home, on its page and when a share is recorded
            models.Index(fields=["home", "since"], name="ownership_by_home"),
        ]


class Purchase(models.Model):
    """A reservation, subscription, contract or resale, as signed. Amounts are minor units."""

    number = models.CharField(max_length=20, unique=True)
    owner = models.ForeignKey("owners.Owner", on_delete=models.PROTECT, related_name="purchases")
    project = models.ForeignKey("organisation.Project", on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey(
        "owners.Home", on_delete=models.PROTECT, null=True, blank=True, related_name="purchases"
    )
    kind = models.CharField(max_length=12, choices=PurchaseKind.choices)
    signed_on = models.DateField()
    area = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    margin_amount = models.BigIntegerField(null=True, blank=True)
    payment = models.CharField(max_length=15, choices=Payment.choices, default="", blank=True)
    # the step before this one: the reservation of a subscription, the subscription of a contract
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", db_index=False
    )
    deposit_amount = models.BigIntegerField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, default="", blank=True)
    refund_amount = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=20, default="", blank=True)
    external_ref = models.CharField(max_length=80, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = InVisibleProjects.as_manager()

    PERSONAL = {
        "owner": "reference",
        "amount": "money",
        "deposit_amount": "money",
        "refund_amount": "money",
        "external_ref": "reference",
        "cancelled_because": "content",
    }
    IMPERSONAL = {"source": "the system a row came from"}

    class Meta:
        db_table = "owners_purchase"
        constraints = [
            # reader: repeatable imports
            models.UniqueConstraint(
                fields=["source", "external_ref"],
                name="purchase_external_ref_once",
                condition=Q(external_ref__isnull=False),
            ),
            # a home is sold once by the developer, and reserved or subscribed by one at a time
            models.UniqueConstraint(
                fields=["home", "kind"],
                name="purchase_one_live_per_home",
                condition=Q(cancelled_on__isnull=True, home__isnull=False) & ~Q(kind="resale"),
            ),
            models.CheckConstraint(
                condition=Q(home__isnull=False) | Q(kind=PurchaseKind.RESERVATION),
                name="purchase_names_home_after_reservation",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="purchase_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | ~Q(cancelled_because=""),
                name="purchase_cancelled_with_reason",
            ),
            models.CheckConstraint(condition=Q(kind__in=PurchaseKind.values), name="purchase_kind_is_known"),
            # a step is followed by one step; reader: what became of a reservation
            models.UniqueConstraint(
                fields=["follows"],
                name="purchase_followed_once",
                condition=Q(follows__isnull=False, cancelled_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(deposit_amount__isnull=True)
                | Q(deposit_amount__gte=0, deposit_amount__lte=F("amount")),
                name="purchase_deposit_within_price",
            ),
            models.CheckConstraint(
                condition=Q(refund_amount__isnull=True)
                | Q(refund_amount__gte=0, refund_amount__lte=F("amount"), cancelled_on__isnull=False),
                name="purchase_refund_within_price",
            ),
        ]
        indexes = [
            # reader: segments, which count what was bought without opening the rows
            models.Index(
                fields=["owner"],
                include=["kind", "signed_on", "project"],
                name="purchase_segments",
                condition=Q(cancelled_on=None),
            ),
            # reader: purchases on the owner's card, the stage facts
            models.Index(fields=["owner", "-signed_on"], name="purchase_by_owner"),
            # reader: the API list, newest first, by keyset
            models.Index(fields=["-created_at", "-id"], name="purchase_list_newest"),
            # reader: visible_to with the list of one project
            models.Index(fields=["project", "-signed_on"], name="purchase_by_project"),
            # reader: the history on a home's page
            models.Index(fields=["home", "-signed_on"], name="purchase_by_home"),
        ]

    def __str__(self):
        return self.number


class PaymentLine(models.Model):
    """One line of how a purchase is to be paid: by when, how much, and when it was."""

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="lines")
    due_on = models.DateField()
    amount = models.BigIntegerField()
    paid_on = models.DateField(null=True, blank=True)

    PERSONAL = {"amount": "money"}

    class Meta:
        db_table = "owners_paymentline"
        constraints = [
            # reader: the plan on a purchase's page
            models.UniqueConstraint(fields=["purchase", "due_on"], name="paymentline_once_a_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="paymentline_amount_positive"),
        ]
