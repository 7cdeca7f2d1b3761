"""Entries of the journal and their earlier wordings."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from crm.accounts.permissions import projects_for
from owners.people.models import OwnerProject

from .states import Audience, CallOutcome, Direction, EntryKind


class EntryRows(models.QuerySet):
    def visible_to(self, user):
        """The entries a user may read: of owners he sees, and meant for him, written by him or his to do."""
        if user.unrestricted:
            return self
        mine = Q(author=user) | Q(assignee=user)
        open_to_all = Q(audience=Audience.EVERYONE)
        serving = Q(audience=Audience.SERVING) & _holds(user, "journal.serving")
        supervising = _holds(user, "journal.supervise")
        readable = open_to_all | mine | serving | supervising
        return self.filter(_holds(user, "journal.view"), readable)

    def standing(self):
        """What nobody has removed."""
        return self.filter(removed_at=None)

    def open_tasks(self):
        return self.standing().filter(kind=EntryKind.TASK, done_at=None)


def _holds(user, verb: str) -> Exists:
    """Whether the user holds the verb in a project the owner belongs to."""
    there = OwnerProject.objects.filter(owner=OuterRef("owner"), project__in=projects_for(user, verb))
    return Exists(there)


class JournalEntry(models.Model):
    """A note, a call or a task on an owner's card, as somebody wrote it."""

    PERSONAL = {"owner": "reference", "text": "content"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="journal", db_index=False)
    kind = models.CharField(max_length=4, choices=EntryKind.choices)
    text = models.TextField(blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.SERVING)
    pinned = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()  # when it happened; a call may be written down later
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    direction = models.CharField(max_length=3, choices=Direction.choices, blank=True)
    outcome = models.CharField(max_length=12, choices=CallOutcome.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="followed_by", db_index=False
    )

    due_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reminded_at = models.DateTimeField(null=True)

    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = EntryRows.as_manager()

    class Meta:
        db_table = "owners_journalentry"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="journal_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="call", direction__in=Direction.values, outcome__in=CallOutcome.values)
                | (~Q(kind="call") & Q(direction="", outcome="", minutes__isnull=True)),
                name="journal_call_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(kind="task", due_at__isnull=False, assignee__isnull=False)
                | (~Q(kind="task") & Q(due_at__isnull=True, assignee__isnull=True, done_at__isnull=True)),
                name="journal_task_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="journal_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="journal_removed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(kind="call") | ~Q(text=""), name="journal_says_something"),
        ]
        indexes = [
            # reader: the owner's timeline, a strand for each kind, by keyset
            models.Index(
                fields=["owner", "kind", "-at", "-id"],
                condition=Q(removed_at=None),
                name="journal_of_owner_by_kind",
            ),
            # reader: the API list of an owner's journal, by keyset
            models.Index(
                fields=["owner", "-at", "-id"], condition=Q(removed_at=None), name="journal_of_owner"
            ),
            # reader: what is pinned and what is still to do on the card
            models.Index(
                fields=["owner", "due_at"],
                condition=Q(removed_at=None, done_at=None) & (Q(pinned=True) | Q(kind="task")),
                name="journal_kept_in_sight",
            ),
            # reader: my tasks, today and overdue
            models.Index(
                fields=["assignee", "due_at", "id"],
                condition=Q(kind="task", done_at=None, removed_at=None),
                name="journal_tasks_open",
            ),
            # reader: my tasks, those done
            models.Index(
                fields=["assignee", "-done_at", "-id"],
                condition=Q(done_at__isnull=False, removed_at=None),
                name="journal_tasks_done",
            ),
            # reader: an erasure, which takes a call away and leaves the task that followed it
            models.Index(fields=["follows"], condition=Q(follows__isnull=False), name="journal_follow_ups"),
            # reader: the due list, which reminds once
            models.Index(
                fields=["due_at"],
                condition=Q(kind="task", done_at=None, removed_at=None, reminded_at=None),
                name="journal_tasks_to_remind",
            ),
        ]

    def __str__(self):
        return str(self.public_id)

    @property
    def is_open_task(self) -> bool:
        return self.kind == EntryKind.TASK and self.done_at is None


class JournalWording(models.Model):
    """How an entry read before somebody edited it."""

    PERSONAL = {"text": "content"}

    entry = models.ForeignKey(JournalEntry, models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    until = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        db_table = "owners_journalwording"
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="journal_wording_once"),
        ]
