"""What hangs on a case: findings, slips, proposals, actions and return visits."""

import uuid

from django.db import models
from django.db.models import Q

from crm.states import guard
from service_desk.cases import states
from service_desk.cases.models.case import DEPARTMENT, USER, Case
from service_desk.cases.terms import PartKind, VisitOutcome


class Investigation(models.Model):
    """What was found, in which round; a later row of the same round corrects the earlier one."""

    PERSONAL = {"findings": "content", "evidence": "content", "cause": "content"}

    case = models.ForeignKey(Case, models.CASCADE, related_name="investigations")
    round = models.PositiveSmallIntegerField()
    substantiated = models.BooleanField()
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    findings = models.TextField()
    evidence = models.TextField(default="", blank=True)
    cause = models.TextField(default="", blank=True)
    fault_share = models.PositiveSmallIntegerField(null=True)
    investigated_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fault_share__isnull=True) | Q(fault_share__lte=100), name="fault_share_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(substantiated=False) | Q(department__isnull=False),
                name="substantiated_names_department",
            ),
        ]


class SlipRows(models.QuerySet):
    def visible_to(self, user):
        """The slips of the projects in the user's scope."""
        return self if user.unrestricted else self.filter(case__project__in=user.project_ids)

    def of_departments(self, department_ids):
        return self.filter(department_id__in=department_ids)


class TransferSlip(models.Model):
    """A request to one department for a solution, with its answer."""

    PERSONAL = {"request": "content", "asked_for": "content", "solution": "content"}

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="slips")
    round = models.PositiveSmallIntegerField()
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    request = models.TextField()
    asked_for = models.TextField(default="", blank=True)
    status = models.CharField(
        max_length=10, choices=states.SlipStatus.choices, default=states.SlipStatus.SENT
    )
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    solution = models.TextField(blank=True)
    ready_on = models.DateField(null=True)
    cost = models.BigIntegerField(null=True)
    result_returned_at = models.DateTimeField(null=True)
    result_read_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    result_read_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)

    objects = SlipRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="answered", answered_at__isnull=False) & ~Q(solution=""))
                | (~Q(status="answered") & Q(answered_at__isnull=True)),
                name="slip_answered_has_solution",
            ),
            models.UniqueConstraint(
                fields=["case", "department"], condition=Q(status="sent"), name="slip_one_waiting"
            ),
        ]
        indexes = [
            models.Index(  # reader: the handler's list of slips that wait for his department
                fields=["department", "due_at"], condition=Q(status="sent"), name="slip_waiting_of_department"
            ),
            models.Index(  # reader: the handler's list of slips already answered
                fields=["department", "-answered_at"], condition=Q(status="answered"), name="slip_answered_of"
            ),
            models.Index(  # reader: the handler's list of results that came back and are not read yet
                fields=["department", "-result_returned_at"],
                condition=Q(result_returned_at__isnull=False, result_read_at__isnull=True),
                name="slip_result_unread",
            ),
        ]
        triggers = [guard("status", states.SLIP_MOVES)]

    def __str__(self):
        return self.number


class Proposal(models.Model):
    """What the house offers the owner; its parts say what it costs."""

    PERSONAL = {"summary": "content", "owner_words": "content", "signed_name": "name"}
    IMPERSONAL = {"waits_for": "the name of a role"}

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    round = models.PositiveSmallIntegerField()
    summary = models.TextField()
    status = models.CharField(
        max_length=20,
        choices=states.ProposalStatus.choices,
        default=states.ProposalStatus.AWAITING_APPROVAL,
    )
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    approval_because = models.TextField(blank=True)
    approval_at = models.DateTimeField(null=True)
    owner_agreed = models.BooleanField(null=True)
    owner_words = models.TextField(blank=True)
    signed_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=16, default="", blank=True)
    remind_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="proposal_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(status__in=["offered", "agreed", "refused"]) | Q(approved_by__isnull=False),
                name="proposal_offered_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="agreed", owner_agreed__isnull=False, owner_agreed=True, decided_at__isnull=False
                )
                | Q(
                    status="refused",
                    owner_agreed__isnull=False,
                    owner_agreed=False,
                    decided_at__isnull=False,
                )
                | (~Q(status__in=["agreed", "refused"]) & Q(owner_agreed__isnull=True)),
                name="proposal_decided_has_time",
            ),
            models.UniqueConstraint(
                fields=["case", "round"], condition=Q(status="agreed"), name="proposal_one_agreed_a_round"
            ),
        ]
        indexes = [
            models.Index(  # reader: what waits for my approval
                fields=["proposed_at"],
                condition=Q(status="awaiting_approval"),
                name="proposal_awaiting_approval",
            ),
            models.Index(  # reader: the relay, which reminds whoever has to approve
                fields=["remind_at"],
                condition=Q(status="awaiting_approval", remind_at__isnull=False),
                name="proposal_remind",
            ),
        ]
        triggers = [guard("status", states.PROPOSAL_MOVES)]

    def __str__(self):
        return self.number


class ProposalPart(models.Model):
    """One part of a proposal with what it costs us."""

    PERSONAL = {"description": "content"}

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=12, choices=PartKind.choices)
    description = models.TextField(blank=True)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="part_amount_not_negative"),
        ]

    @property
    def is_for_the_owner(self) -> bool:
        """Whether the sum is what he gets; what work costs us is our own affair."""
        return self.kind in (PartKind.MONEY, PartKind.DISCOUNT)


class Signature(models.Model):
    """The owner's signature under a proposal, drawn with his finger; drawn anew by us, so that nothing hides in it."""

    PERSONAL = {"signed_name": "name", "image": "content"}

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="signature")
    image = models.BinaryField()
    signed_name = models.CharField(max_length=120)
    taken_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()


class ActionRows(models.QuerySet):
    def visible_to(self, user):
        return self if user.unrestricted else self.filter(case__project__in=user.project_ids)


class Action(models.Model):
    """One thing that a department has to do, so that what was agreed becomes true."""

    PERSONAL = {"description": "content", "result": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="actions")
    round = models.PositiveSmallIntegerField()
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    description = models.TextField()
    due_on = models.DateField(null=True)
    status = models.CharField(
        max_length=8, choices=states.ActionStatus.choices, default=states.ActionStatus.OPEN
    )
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    result = models.TextField(blank=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)

    objects = ActionRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False) | Q(status="open", done_at__isnull=True),
                name="action_done_has_time",
            ),
        ]
        indexes = [
            models.Index(  # reader: the handler's open actions
                fields=["department", "due_on"], condition=Q(status="open"), name="action_open_of_department"
            ),
        ]
        triggers = [guard("status", states.ACTION_MOVES)]


class VisitRows(models.QuerySet):
    def visible_to(self, user):
        return self if user.unrestricted else self.filter(case__project__in=user.project_ids)


class ReturnVisit(models.Model):
    """One call or visit after completion, made by somebody who did not handle the case."""

    PERSONAL = {"words": "content"}

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="visits")
    round = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=10, choices=states.VisitStatus.choices, default=states.VisitStatus.PLANNED
    )
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=VisitOutcome.choices, blank=True)
    words = models.TextField(blank=True)
    officer = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    visited_at = models.DateTimeField(null=True)

    objects = VisitRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "sequence"], name="visit_sequence_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "unreached", "refused"])
                | (Q(visited_at__isnull=False, officer__isnull=False) & ~Q(outcome="")),
                name="visit_made_has_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(outcome="reached"), name="visit_done_reached_owner"
            ),
        ]
        indexes = [
            models.Index(  # reader: the callback officer's queue
                fields=["due_at"], condition=Q(status="planned"), name="visit_planned_due"
            ),
        ]
        triggers = [guard("status", states.VISIT_MOVES)]

    def __str__(self):
        return self.number
