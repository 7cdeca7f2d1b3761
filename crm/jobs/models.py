import uuid
from datetime import datetime

from django.db import models

from crm.accounts.permissions import may
from crm.jobs.states import CHUNK_MOVES, CHUNK_OPEN, JOB_MOVES, JOB_OPEN, ChunkStatus, JobStatus
from crm.privacy.fields import EncryptedText
from crm.states import guard


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them for whoever looks after the house."""
        return self if may(user, "jobs.view_all") else self.filter(actor=user)

    def open(self):
        return self.filter(status__in=sorted(JOB_OPEN))


class Job(models.Model):
    """Work that takes longer than a page may wait, cut into chunks that any worker may take."""

    IMPERSONAL = {
        "kind": "a name of settings.JOB_KINDS",
        "title": "what is done, without naming a person",
        "parameters": "ids, paths and options",
        "last_error": "cleaned of addresses and numbers",
        "result_file": "a path below var",
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    actor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    parameters = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=JobStatus.choices, default=JobStatus.QUEUED)
    chunk_count = models.PositiveIntegerField(default=0)
    chunks_done = models.PositiveIntegerField(default=0)
    chunks_dead = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_refused = models.PositiveBigIntegerField(default=0)
    result_file = models.CharField(max_length=300, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            # reader: the sweep for jobs nobody works on
            models.Index(
                fields=["woken_at"], name="job_open", condition=models.Q(status__in=sorted(JOB_OPEN))
            ),
            # reader: the list of one's own jobs, newest first
            models.Index(fields=["actor", "-created_at", "-id"], name="job_of_actor"),
            # reader: the list of all jobs, newest first
            models.Index(fields=["-created_at", "-id"], name="job_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=sorted(JOB_OPEN), finished_at=None)
                | (~models.Q(status__in=sorted(JOB_OPEN)) & models.Q(finished_at__isnull=False)),
                name="job_finished_at",
            ),
        ]
        triggers = [guard("status", JOB_MOVES)]

    @property
    def percent(self) -> int:
        """How much is behind us, by chunks; a job without chunks is whole."""
        if not self.chunk_count:
            return 100
        return (self.chunks_done + self.chunks_dead) * 100 // self.chunk_count

    @property
    def is_open(self) -> bool:
        return self.status in JOB_OPEN


class ChunkQuerySet(models.QuerySet):
    def claimable(self, now: datetime):
        """Waiting and due, or leased by a worker that has been silent for longer than the lease."""
        due = models.Q(retry_at=None) | models.Q(retry_at__lte=now)
        return self.filter(
            models.Q(status=ChunkStatus.WAITING) & due
            | models.Q(status=ChunkStatus.RUNNING, lease_until__lte=now)
        )

    def open(self):
        return self.filter(status__in=sorted(CHUNK_OPEN))


class JobChunk(models.Model):
    """A part of a job: done by one worker in one transaction, or not at all."""

    PERSONAL = {"refused": "content"}
    IMPERSONAL = {
        "parameters": "ids and ranges of rows",
        "last_error": "cleaned of addresses and numbers",
    }

    job = models.ForeignKey(Job, models.CASCADE, related_name="chunks", db_index=False)
    position = models.PositiveIntegerField()
    parameters = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=ChunkStatus.choices, default=ChunkStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    refused = EncryptedText(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = ChunkQuerySet.as_manager()

    class Meta:
        indexes = [
            # reader: work._lease, the first chunk that can be taken
            models.Index(
                fields=["job", "position"],
                name="chunk_open",
                condition=models.Q(status__in=sorted(CHUNK_OPEN)),
            ),
        ]
        constraints = [
            # reader: the job's page, chunks in order
            models.UniqueConstraint(fields=["job", "position"], name="chunk_position_once"),
            models.CheckConstraint(
                condition=models.Q(
                    status=ChunkStatus.RUNNING, lease_until__isnull=False, lease_token__isnull=False
                )
                | (~models.Q(status=ChunkStatus.RUNNING) & models.Q(lease_until=None, lease_token=None)),
                name="chunk_lease_while_running",
            ),
        ]
        triggers = [guard("status", CHUNK_MOVES)]
