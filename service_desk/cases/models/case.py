"""The case itself, its history and what was said around it."""

from datetime import UTC, datetime

import pgtrigger
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Right

from crm.states import guard
from crm.text.indexes import BigramIndex, StemIndex
from service_desk.cases import states
from service_desk.cases.terms import CaseKind, Channel, Direction, Emotion, Severity, Verb

USER = "accounts.User"
DEPARTMENT = "organisation.Department"
NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # of a case without a clock, in the order of urgency
# Whoever looks at a list hears which cases have changed; more than a notice can name are told as many.
TOLD = """
    PERFORM pg_notify('doorstep_cases', CASE WHEN count(DISTINCT case_id) > 200 THEN '*'
        ELSE string_agg(DISTINCT case_id::text, ',') END) FROM fresh;
    RETURN NULL;
"""


class CaseRows(models.QuerySet):
    def visible_to(self, user):
        """The cases of the projects in the user's scope."""
        return self if user.unrestricted else self.filter(project__in=user.project_ids)

    def open(self):
        return self.exclude(status=states.CaseStatus.CLOSED).exclude(status=states.CaseStatus.MERGED)


class Case(models.Model):
    """One concern of one owner, from his own words to the archived result."""

    PERSONAL = {"words": "content", "summary": "content", "search_text": "content", "impact": "content"}

    number = models.CharField(max_length=20)
    project = models.ForeignKey("organisation.Project", models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, null=True, related_name="+", db_index=False)
    home = models.ForeignKey("owners.Home", models.PROTECT, null=True, related_name="+", db_index=False)
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
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    search_text = models.TextField(blank=True)

    objects = CaseRows.as_manager()

    class Meta:
        constraints = [
            # Not `unique=True`, which would add an index for LIKE that nobody reads.
            models.UniqueConstraint(fields=["number"], name="case_number_once"),
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
                condition=Q(status__in=["registered", "merged"]) | Q(assignee__isnull=False),
                name="case_worked_has_assignee",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="case_merged_names_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["transferred", "answered", "proposed", "agreed", "implementing"])
                | Q(substantiated__isnull=False, substantiated=True),
                name="case_transferred_is_substantiated",
            ),
            models.CheckConstraint(
                condition=~Q(status="explained") | Q(substantiated__isnull=False, substantiated=False),
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
            models.Index(  # reader: the queue of many projects, newest open first
                fields=["-received_at", "-id"], condition=~Q(status="closed"), name="case_open_newest"
            ),
            models.Index(  # reader: the archive of many projects, newest first
                fields=["-received_at", "-id"], name="case_newest"
            ),
            models.Index(  # reader: the agent's own queue
                fields=["assignee", "-received_at", "-id"],
                condition=~Q(status="closed") & Q(assignee__isnull=False),
                name="case_assignee_open",
            ),
            models.Index(  # reader: the views by status (unassigned, waiting, return visits) and their counts
                fields=["status", "project", "-received_at", "-id"],
                condition=~Q(status="closed"),
                name="case_status_open",
            ),
            # The project is the last column of both, so that a reader of few projects skips the others inside the
            # index; a reader of all walks it as it stands.
            models.Index(  # reader: the queue, most urgent first; due today, overdue, and their counts
                Coalesce("due_at", Value(NEVER, models.DateTimeField())),
                "id",
                "project",
                condition=~Q(status="closed"),
                name="case_open_urgent",
            ),
            models.Index(  # reader: the queue, longest without a move first, and moved last first
                fields=["moved_at", "id", "project"], condition=~Q(status="closed"), name="case_open_moved"
            ),
            # Few among many, and seldom the oldest: without an index of their own all others are passed by first.
            models.Index(  # reader: the queue, the severe ones, most urgent first
                Coalesce("due_at", Value(NEVER, models.DateTimeField())),
                "id",
                "project",
                condition=~Q(status="closed") & Q(severity__in=["important", "major"]),
                name="case_severe_urgent",
            ),
            models.Index(  # reader: waiting for a department, waiting for the owner: longest without a move first
                fields=["moved_at", "id", "project"],
                condition=Q(status__in=["transferred", "implementing", "proposed", "explained"]),
                name="case_waiting_moved",
            ),
            models.Index(  # reader: the same, most urgent first
                Coalesce("due_at", Value(NEVER, models.DateTimeField())),
                "id",
                "project",
                condition=Q(status__in=["transferred", "implementing", "proposed", "explained"]),
                name="case_waiting_urgent",
            ),
            models.Index(  # reader: unassigned in many projects, newest first
                fields=["-received_at", "-id", "project"],
                condition=Q(status="registered"),
                name="case_unassigned_newest",
            ),
            # One list for each pair of states: read from one index for both, they would have to be sorted together.
            models.Index(  # reader: waiting for a department, newest first
                fields=["-received_at", "-id", "project"],
                condition=Q(status__in=["transferred", "implementing"]),
                name="case_at_department",
            ),
            models.Index(  # reader: waiting for the owner, newest first
                fields=["-received_at", "-id", "project"],
                condition=Q(status__in=["proposed", "explained"]),
                name="case_at_owner",
            ),
            models.Index(  # reader: return visits, newest first
                fields=["-received_at", "-id", "project"],
                condition=Q(status__in=["completed", "visiting"]),
                name="case_at_visits",
            ),
            models.Index(  # reader: difficult complaints that the facts speak for; few cases come back a second time
                fields=["round"], condition=Q(round__gt=1), name="case_further_rounds"
            ),
            models.Index(  # reader: the owner's card, what he reported, newest first
                fields=["owner", "-received_at"], condition=Q(owner__isnull=False), name="case_owner_newest"
            ),
            models.Index(  # reader: the owner's timeline, what was closed, newest first
                fields=["owner", "-closed_at"],
                condition=Q(owner__isnull=False, closed_at__isnull=False),
                name="case_owner_closed",
            ),
            models.Index(  # reader: the home's page, what was reported there, newest first
                fields=["home", "-received_at"], condition=Q(home__isnull=False), name="case_home_newest"
            ),
            models.Index(  # reader: segments, which count cases without opening the rows
                fields=["owner"],
                include=["kind", "status", "received_at", "severity", "project"],
                condition=Q(owner__isnull=False),
                name="case_segments",
            ),
            models.Index(  # reader: the figures about causes, which count cases without opening the rows
                fields=["project", "received_at"],
                include=["subject", "kind", "home"],
                condition=Q(kind__in=["complaint", "repair"]),
                name="case_causes",
            ),
            BigramIndex("search_text", name="case_search"),  # reader: search over what was said
            StemIndex("search_text", "english", name="case_search_en"),  # reader: the same, other endings
            StemIndex("search_text", "finnish", name="case_search_fi"),  # reader: the same, other endings
            models.Index(
                Right("number", 4), "id", name="case_number_tail"
            ),  # reader: search, the number's end
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
        triggers = [
            pgtrigger.Trigger(
                name="tell_watchers",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="fresh"),
                func=TOLD,
            )
        ]


class CaseMessage(models.Model):
    """What was said: by the owner, to the owner, or a note among ourselves."""

    PERSONAL = {"body": "content", "search_text": "content"}
    IMPERSONAL = {"via": "the name of a channel"}

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages", db_index=False)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    author = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.TextField()
    via = models.CharField(max_length=12, blank=True)
    letter = models.UUIDField(null=True, blank=True)  # the outgoing message it left as
    at = models.DateTimeField()
    search_text = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="message_of_case"),  # reader: the conversation
            BigramIndex("search_text", name="message_search"),  # reader: search over the conversations
            StemIndex("search_text", "english", name="message_search_en"),  # reader: the same, other endings
            StemIndex("search_text", "finnish", name="message_search_fi"),  # reader: the same, other endings
        ]
