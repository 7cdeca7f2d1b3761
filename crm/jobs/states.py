from django.db import models
from django.utils.translation import gettext_lazy as _


class JobStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting for a worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped with errors")
    CANCELLED = "cancelled", _("Cancelled")


class ChunkStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up")
    CANCELLED = "cancelled", _("Cancelled")


JOB_MOVES = {
    JobStatus.QUEUED: {JobStatus.RUNNING, JobStatus.DONE, JobStatus.CANCELLED},
    JobStatus.RUNNING: {JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED},
    JobStatus.FAILED: {JobStatus.QUEUED},
    JobStatus.DONE: set(),
    JobStatus.CANCELLED: set(),
}
JOB_OPEN = {JobStatus.QUEUED, JobStatus.RUNNING}
JOB_FINAL = {JobStatus.DONE, JobStatus.CANCELLED}

CHUNK_MOVES = {
    ChunkStatus.WAITING: {ChunkStatus.RUNNING, ChunkStatus.CANCELLED},
    ChunkStatus.RUNNING: {ChunkStatus.WAITING, ChunkStatus.DONE, ChunkStatus.DEAD},
    ChunkStatus.DEAD: {ChunkStatus.WAITING},
    ChunkStatus.DONE: set(),
    ChunkStatus.CANCELLED: set(),
}
CHUNK_OPEN = {ChunkStatus.WAITING, ChunkStatus.RUNNING}
CHUNK_FINAL = {ChunkStatus.DONE, ChunkStatus.CANCELLED}
