"""Repair orders, visits, contractors, costs and what is recovered."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from crm.accounts.permissions import projects_for
from crm.states import guard

from . import states

USER = "accounts.User"


class Contractor(models.Model):
    """A company that builds or repairs for us."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    trade = models.CharField(max_length=16, choices=states.Trade.choices)
    active = models.BooleanField(default=True)

    IMPERSONAL = {"code": "our code of a company", "name": "a company's name"}

    class Meta:
        db_table = "service_desk_contractor"

    def __str__(self):
        return self.name


class ContractRows(models.QuerySet):
    def visible_to(self, user, to="contractors.view"):
        return self if user.unrestricted else self.filter(project__in=projects_for(user, to))


class Contract(models.Model):
    """What a contractor built in a project: the money we retain, and until when his work is warranted to us."""

    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="contracts")
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    trade = models.CharField(max_length=16, choices=states.Trade.choices)
    signed_on = models.DateField()
    retention_amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    warranty_until = models.DateField(null=True)

    objects = ContractRows.as_manager()
    IMPERSONAL = {"number": "the number of a contract with a company"}

    class Meta:
        db_table = "service_desk_contract"
        constraints = [
            # reader: the contracts of a contractor
            models.UniqueConstraint(fields=["contractor", "project", "number"], name="contract_number_once"),
            models.CheckConstraint(
                condition=Q(retention_amount__gte=0), name="contract_retention_not_negative"
            ),
        ]


class RepairRows(models.QuerySet):
    def visible_to(self, user, to="repairs.view"):
        return self if user.unrestricted else self.filter(case__project__in=projects_for(user, to))


class RepairOrder(models.Model):
    """What is to be repaired for a case; `again` where the same part there was repaired less than ninety days ago."""

    PERSONAL = {"description": "content", "result": "content"}

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("service_desk.Case", models.CASCADE, related_name="repairs")
    part = models.ForeignKey("owners.WarrantyPart", models.PROTECT, null=True, related_name="+")
    description = models.TextField()
    status = models.CharField(
        max_length=10, choices=states.RepairStatus.choices, default=states.RepairStatus.ORDERED
    )
    again = models.BooleanField(default=False)
    ordered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    ordered_at = models.DateTimeField()
    result = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    cost = models.BigIntegerField(default=0)
    recovered = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)

    objects = RepairRows.as_manager()

    class Meta:
        db_table = "service_desk_repairorder"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False)
                | (~Q(status="done") & Q(done_at__isnull=True)),
                name="repair_done_has_time",
            ),
        ]
        indexes = [
            # reader: the list of repairs, newest first
            models.Index(fields=["-ordered_at", "-id"], name="repair_newest"),
            # reader: the list of repairs under way
            models.Index(
                fields=["-ordered_at", "-id"], condition=Q(status="ordered"), name="repair_open_newest"
            ),
        ]
        triggers = [guard("status", states.REPAIR_MOVES)]

    def __str__(self):
        return self.number


class CallRows(models.QuerySet):
    def visible_to(self, user, to="repairs.view"):
        return self if user.unrestricted else self.filter(order__case__project__in=projects_for(user, to))


class RepairCall(models.Model):
    """One visit to the home by one of our engineers or by a contractor. No person is in two places at once."""

    PERSONAL = {"words": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(RepairOrder, models.CASCADE, related_name="calls")
    engineer = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    contractor = models.ForeignKey(Contractor, models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(
        max_length=12, choices=states.CallStatus.choices, default=states.CallStatus.OFFERED
    )
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    chosen_by_owner = models.BooleanField(default=False)
    offered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    words = models.TextField(blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(null=True)

    objects = CallRows.as_manager()

    class Meta:
        db_table = "service_desk_repaircall"
        constraints = [
            models.CheckConstraint(
                condition=Q(engineer__isnull=False, contractor__isnull=True)
                | Q(engineer__isnull=True, contractor__isnull=False),
                name="repaircall_one_goes_there",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["offered", "cancelled"])
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="repaircall_agreed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["done", "not_at_home", "needs_part"], recorded_at__isnull=False)
                | (~Q(status__in=["done", "not_at_home", "needs_part"]) & Q(recorded_at__isnull=True)),
                name="repaircall_made_has_time",
            ),
            # reader: the calendar and the engineer's day
            ExclusionConstraint(
                name="repaircall_nobody_twice",
                expressions=[
                    ("engineer", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status="agreed", engineer__isnull=False),
            ),
        ]
        indexes = [
            # reader: the calendar by its days
            models.Index(
                fields=["starts_at"], condition=Q(starts_at__isnull=False), name="repaircall_by_day"
            ),
        ]
        triggers = [guard("status", states.CALL_MOVES)]


class OfferedTime(models.Model):
    """One of the times offered for a visit: the first, and its alternatives."""

    call = models.ForeignKey(RepairCall, models.CASCADE, related_name="times")
    position = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "service_desk_offeredtime"
        constraints = [
            # reader: the times of a visit
            models.UniqueConstraint(fields=["call", "position"], name="offeredtime_place_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="offeredtime_has_length"),
        ]


class LiableParty(models.Model):
    """A contractor who answers for a share of what the repair costs."""

    order = models.ForeignKey(RepairOrder, models.CASCADE, related_name="liable")
    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="liabilities")
    position = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "service_desk_liableparty"
        constraints = [
            # reader: the liable ones of a repair
            models.UniqueConstraint(fields=["order", "position"], name="liable_place_once"),
            models.UniqueConstraint(fields=["order", "contractor"], name="liable_contractor_once"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=3), name="liable_up_to_three"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="liable_share_is_percent"),
        ]


class CostLine(models.Model):
    """One amount that a repair cost; a mistake is taken back by a line of less than nothing."""

    PERSONAL = {"description": "content"}

    order = models.ForeignKey(RepairOrder, models.CASCADE, related_name="costs")
    kind = models.CharField(max_length=12, choices=states.CostKind.choices)
    description = models.CharField(max_length=200, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "service_desk_costline"
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="costline_is_something")]


class Recovery(models.Model):
    """What is claimed back from a contractor for a repair: claimed, agreed, received or written off."""

    IMPERSONAL = {"because": "why a company pays less than was claimed"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(RepairOrder, models.CASCADE, related_name="recoveries")
    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="recoveries")
    status = models.CharField(
        max_length=12, choices=states.RecoveryStatus.choices, default=states.RecoveryStatus.CLAIMED
    )
    claimed = models.BigIntegerField()
    agreed = models.BigIntegerField(null=True)
    received = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    because = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "service_desk_recovery"
        constraints = [
            models.CheckConstraint(condition=Q(claimed__gt=0), name="recovery_claims_something"),
            models.CheckConstraint(
                condition=~Q(status="agreed") | Q(agreed__isnull=False), name="recovery_agreed_has_amount"
            ),
            models.CheckConstraint(
                condition=Q(status="received", received__isnull=False)
                | (~Q(status="received") & Q(received__isnull=True)),
                name="recovery_received_has_amount",
            ),
            models.CheckConstraint(
                condition=~Q(status="written_off") | ~Q(because=""), name="recovery_written_off_says_why"
            ),
        ]
        indexes = [
            # reader: what is still to come back from contractors
            models.Index(
                fields=["contractor", "claimed_at"],
                condition=Q(status__in=["claimed", "agreed"]),
                name="recovery_open",
            ),
        ]
        triggers = [guard("status", states.RECOVERY_MOVES)]
