"""The detector's thresholds, what it proposed, the groups that were formed, and what was said to all members."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.states import guard
from service_desk.groups import states

CASE, USER = "service_desk.Case", "accounts.User"
PROJECT, BUILDING = "organisation.Project", "owners.Building"
ENTRANCE, PHASE = "owners.Entrance", "owners.Phase"
MATTER = "the name of a topic or subject"


class Level(models.TextChoices):
    ENTRANCE = "entrance", _("entrance")
    BUILDING = "building", _("building")
    PHASE = "phase", _("phase")
    PROJECT = "project", _("project")


class GroupRule(models.Model):
    """One version of the detector's thresholds and topics. A proposal names the version it was made by."""

    IMPERSONAL = {"rules": "numbers and words of the house", "because": "why the house changed them"}

    version = models.PositiveIntegerField(unique=True)
    rules = models.JSONField(help_text="the fields of rules.Detection")
    because = models.TextField()
    active_from = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"v{self.version}"


class AtPlace(models.Model):
    """A matter at a place: of its levels the narrowest that is meant is filled, and what contains it."""

    project = models.ForeignKey(PROJECT, models.PROTECT, related_name="+", db_index=False)
    level = models.CharField(max_length=8, choices=Level.choices)
    phase = models.ForeignKey(PHASE, models.PROTECT, null=True, related_name="+", db_index=False)
    building = models.ForeignKey(BUILDING, models.PROTECT, null=True, related_name="+", db_index=False)
    entrance = models.ForeignKey(ENTRANCE, models.PROTECT, null=True, related_name="+", db_index=False)
    matter = models.CharField(max_length=100)

    class Meta:
        abstract = True


class InScope(models.QuerySet):
    def visible_to(self, user):
        return self if user.unrestricted else self.filter(project__in=user.project_ids)


class CaseGroup(AtPlace):
    """A master case and the matter that its members, the master's children, have in common."""

    IMPERSONAL = {"matter": MATTER}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    master = models.OneToOneField(CASE, models.PROTECT, related_name="group")
    formed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    formed_at = models.DateTimeField()

    objects = InScope.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["project", "-formed_at"], name="group_of_project"
            ),  # reader: the list; a new case that may join
        ]

    def __str__(self):
        return str(self.public_id)


class GroupProposal(AtPlace):
    """What the detector found: cases that may be one, with its reasons; people decide."""

    PERSONAL = {"because": "content"}
    IMPERSONAL = {"matter": MATTER, "reasons": "thresholds and counts"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        max_length=8, choices=states.ProposalStatus.choices, default=states.ProposalStatus.WAITING
    )
    rule = models.ForeignKey(GroupRule, models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(CaseGroup, models.PROTECT, null=True, related_name="proposals")
    reasons = models.JSONField(default=dict)
    homes = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    grown_at = models.DateTimeField()
    later_until = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)

    objects = InScope.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "level", "phase", "building", "entrance", "matter"],
                condition=Q(status__in=["waiting", "later"]),
                nulls_distinct=False,
                name="group_proposal_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["accepted", "rejected"], decided_at__isnull=False)
                | Q(status__in=["waiting", "later"], decided_at__isnull=True),
                name="group_proposal_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(because=""), name="group_proposal_rejected_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status="later") | Q(later_until__isnull=False),
                name="group_proposal_later_has_day",
            ),
        ]
        indexes = [
            models.Index(  # reader: the inbox, the newest first
                fields=["-grown_at", "-id"], condition=Q(status="waiting"), name="group_proposal_inbox"
            ),
            models.Index(  # reader: the relay, what was put off and is due
                fields=["later_until"], condition=Q(status="later"), name="group_proposal_put_off"
            ),
            models.Index(
                fields=["project", "matter"], name="group_proposal_of_matter"
            ),  # reader: the detector
        ]
        triggers = [guard("status", states.MOVES)]

    def __str__(self):
        return str(self.public_id)


class ProposalMember(models.Model):
    """One case of a proposal, and the home it counts for."""

    proposal = models.ForeignKey(GroupProposal, models.CASCADE, related_name="members", db_index=False)
    case = models.ForeignKey(CASE, models.CASCADE, related_name="group_proposals")
    home = models.ForeignKey("owners.Home", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "case"], name="proposal_member_once"),
        ]


class GroupStatement(models.Model):
    """What was said to all members at once, in the languages it was written in."""

    IMPERSONAL = {"texts": "what the house tells many at once"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(CaseGroup, models.PROTECT, related_name="statements")
    texts = models.JSONField(help_text="language: text")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class CopyOutcome(models.TextChoices):
    """What became of the statement for one member."""

    WRITTEN = "written", _("handed to the courier")
    TELEPHONE = "telephone", _("no way in writing: tell them by telephone")
    CLOSED = "closed", _("the case is closed")
    NO_TEXT = "no_text", _("there is no text in their language")


class StatementCopy(models.Model):
    """One member's copy, and what became of it."""

    IMPERSONAL = {"via": "the name of a channel"}

    statement = models.ForeignKey(GroupStatement, models.CASCADE, related_name="copies", db_index=False)
    case = models.ForeignKey(CASE, models.CASCADE, related_name="statement_copies")
    message = models.ForeignKey("service_desk.CaseMessage", models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10, choices=CopyOutcome.choices)
    via = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "case"], name="statement_copy_once"),
        ]


class GroupScan(models.Model):
    """When a project is looked through next, and what the last time brought."""

    project = models.OneToOneField(PROJECT, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    found = models.PositiveIntegerField(default=0)
    rates = models.JSONField(default=dict, help_text="matter: reports of one home on a usual day")

    IMPERSONAL = {"rates": "how often something is reported anywhere"}

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="group_scan_due")]  # reader: the relay
