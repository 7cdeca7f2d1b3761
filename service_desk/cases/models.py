"""The case and its papers. Only the services of this room write them; `status` only through `_move`."""

import uuid

from django.db import models
from django.db.models import Q

from crm.states import guard
from service_desk.cases import states
from service_desk.cases.terms import (
    CaseKind,
    Channel,
    Direction,
    Emotion,
    PartKind,
    Severity,
    Verb,
    VisitOutcome,
)

USER = "accounts.User"
DEPARTMENT = "organisation.Department"


class CaseRows(models.QuerySet):
    def visible_to(self, user):
        """The cases of the projects in the user's scope."""
        return self if user.unrestricted else self.filter(project__in=user.project_ids)

    def open(self):
        return self.exclude(status=states.CaseStatus.CLOSED)


class Case(models.Model):
    """One concern of one owner, from his own words to the archived result."""

    PERSONAL = {"words": "content", "summary": "content", "search_text": "content", "impact": "content"}

    number = models.CharField(max_length=20, unique=True)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, null=True, related_name="+", db_index=False)
    home = models.ForeignKey("owners.Home", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=CaseKind.choices)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    words = models.TextField()
    summary = models.CharField(max_length=300)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=80)
    impact = models.JSONField(default=dict)
    emotion = models.CharField(max_length=10, choices=Emotion.choices, default=Emotion.CALM)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    severity_because = models.TextField(blank=True)
    severity_confirmed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_index=False
    )
    demand_amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    status = models.CharField(
        max_length=16, choices=states.CaseStatus.choices, default=states.CaseStatus.REGISTERED
    )
    assignee = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    registered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    substantiated = models.BooleanField(null=True)
    responsible = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    completed_at = models.DateTimeField(null=True)
    closings_agreed = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    search_text = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="case_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["completed", "visiting"]) | Q(completed_at__isnull=False),
                name="case_completed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status="registered") | Q(assignee__isnull=False), name="case_worked_has_assignee"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["transferred", "answered", "proposed", "agreed", "implementing"])
                | Q(substantiated=True),
                name="case_transferred_is_substantiated",
            ),
            models.CheckConstraint(
                condition=~Q(status="explained") | Q(substantiated=False),
                name="case_explained_is_unsubstantiated",
            ),
            models.CheckConstraint(
                condition=~Q(severity__in=["important", "major"]) | ~Q(severity_because=""),
                name="case_severe_has_reason",
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="case_round_counts_from_one"),
        ]
        indexes = [
            models.Index(  # reader: the queue of a project, newest open first
                fields=["project", "-received_at", "-id"],
                condition=~Q(status="closed"),
                name="case_project_open_newest",
            ),
            models.Index(  # reader: the queue of the whole group and the archive, newest first
                fields=["-received_at", "-id"], name="case_newest"
            ),
            models.Index(  # reader: the agent's own queue
                fields=["assignee", "-received_at", "-id"],
                condition=~Q(status="closed") & Q(assignee__isnull=False),
                name="case_assignee_open",
            ),
            models.Index(  # reader: due today, overdue
                fields=["due_at"], condition=Q(due_at__isnull=False), name="case_due"
            ),
            models.Index(  # reader: the owner's card, what he reported, newest first
                fields=["owner", "-received_at"], condition=Q(owner__isnull=False), name="case_owner_newest"
            ),
        ]
        triggers = [guard("status", states.MOVES)]

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in states.OPEN


class CaseHistory(models.Model):
    """One thing that happened to a case; written with it and never changed. No actor: the house itself."""

    PERSONAL = {"because": "content", "detail": "content"}

    case = models.ForeignKey(Case, models.CASCADE, related_name="history", db_index=False)
    at = models.DateTimeField()
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=24, choices=Verb.choices)
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16, blank=True)
    because = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["case", "-id"], name="history_of_case"
            ),  # reader: the case page, newest first
        ]


class Investigation(models.Model):
    """What was found, in which round; a later row of the same round corrects the earlier one."""

    PERSONAL = {"findings": "content"}

    case = models.ForeignKey(Case, models.CASCADE, related_name="investigations")
    round = models.PositiveSmallIntegerField()
    substantiated = models.BooleanField()
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    findings = models.TextField()
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

    PERSONAL = {"request": "content", "solution": "content"}

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="slips")
    round = models.PositiveSmallIntegerField()
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    request = models.TextField()
    status = models.CharField(
        max_length=10, choices=states.SlipStatus.choices, default=states.SlipStatus.SENT
    )
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    solution = models.TextField(blank=True)
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
        ]
        triggers = [guard("status", states.SLIP_MOVES)]

    def __str__(self):
        return self.number


class ApprovalLimit(models.Model):
    """Up to which sum a role may approve, in one currency. The highest limit of one's roles counts."""

    role = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "currency"], name="approval_limit_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="approval_limit_not_negative"),
        ]


class Proposal(models.Model):
    """What the house offers the owner; its parts say what it costs."""

    PERSONAL = {"summary": "content", "owner_words": "content", "signed_name": "name"}

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

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="proposal_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(status__in=["offered", "agreed", "refused"]) | Q(approved_by__isnull=False),
                name="proposal_offered_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(status="agreed", owner_agreed=True, decided_at__isnull=False)
                | Q(status="refused", owner_agreed=False, decided_at__isnull=False)
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

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="part_amount_not_negative"),
        ]


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


class CaseMessage(models.Model):
    """What was said: by the owner, to the owner, or a note among ourselves."""

    PERSONAL = {"body": "content"}

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages", db_index=False)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    author = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="message_of_case"),  # reader: the conversation
        ]
