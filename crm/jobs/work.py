"""Doing a chunk: leased in one transaction, done and marked done in the next.

The lease makes an attempt count even if the worker is killed, so that a chunk that kills its workers goes dead; it
need only outlast the moment between the two transactions, because a running chunk holds its row's lock, which
PostgreSQL gives back the moment its worker dies. Since effect and mark commit together, a chunk takes effect once.
"""

import json
import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error, transaction

from crm.events import alarms, failures
from crm.events.relay import connection_lost
from crm.jobs.kinds import Outcome, Work, function_of
from crm.jobs.models import Job, JobChunk
from crm.jobs.moves import move
from crm.jobs.states import JOB_OPEN, ChunkStatus, JobStatus

log = logging.getLogger("doorstep.jobs")
LEASE = timedelta(seconds=10)
MAX_ATTEMPTS = 4


def work_off(job_id: int | None = None, *, clock: Callable[[], datetime], limit: int = 100_000) -> int:
    """Do chunks of this job (of any, if None) until none can be taken; how many. Workers side by side share them."""
    for count in range(limit):
        if not run_next(job_id, clock=clock):
            return count
    return limit


def run_next(job_id: int | None = None, *, clock: Callable[[], datetime]) -> bool:
    """Take and do one chunk; False if there is none to take."""
    taken = _lease(job_id, clock())
    if taken is None:
        return False
    chunk_id, token = taken
    try:
        _run(chunk_id, token, clock)
    except Error as error:
        if connection_lost():
            raise
        _fail_at_commit(chunk_id, token, error, clock())
    return True


@transaction.atomic
def _lease(job_id: int | None, now: datetime) -> tuple[int, uuid.UUID] | None:
    rows = JobChunk.objects.claimable(now).filter(job__status__in=sorted(JOB_OPEN), job__cancel_asked_at=None)
    if job_id is not None:
        rows = rows.filter(job_id=job_id)
    chunk = rows.select_for_update(skip_locked=True, of=("self",)).order_by("job_id", "position").first()
    if chunk is None:
        return None
    token = uuid.uuid4()
    move(chunk, ChunkStatus.RUNNING, lease_token=token, lease_until=now + LEASE, attempts=chunk.attempts + 1)
    _begin(chunk.job_id, now)
    return chunk.pk, token


def _begin(job_id: int, now: datetime) -> None:
    job = Job.objects.filter(pk=job_id, status=JobStatus.QUEUED).select_for_update().first()
    if job is not None:
        move(job, JobStatus.RUNNING, started_at=job.started_at or now)


@transaction.atomic
def _run(chunk_id: int, token: uuid.UUID, clock: Callable[[], datetime]) -> None:
    chunk = _ours(chunk_id, token)
    if chunk is None:
        return
    if chunk.attempts > MAX_ATTEMPTS:
        _settle(chunk, None, RuntimeError("its workers died again and again"), clock())
        return
    outcome, error = None, None
    try:
        with transaction.atomic():
            outcome = function_of(chunk.job.kind)(_work(chunk), now=clock())
    except Exception as raised:
        if connection_lost():
            raise
        error = raised
    _settle(chunk, outcome, error, clock())


def _ours(chunk_id: int, token: uuid.UUID) -> JobChunk | None:
    """The chunk, locked, if the lease is still ours."""
    rows = JobChunk.objects.select_for_update(of=("self",)).select_related("job__actor")
    return rows.filter(pk=chunk_id, lease_token=token).first()


def _work(chunk: JobChunk) -> Work:
    job = chunk.job
    return Work(job.public_id, job.actor, job.parameters, chunk.parameters, chunk.position)


def _settle(chunk: JobChunk, outcome: Outcome | None, error: Exception | None, now: datetime) -> None:
    free = {"lease_token": None, "lease_until": None}
    if error is None:
        refused = json.dumps(outcome.refused, ensure_ascii=False, default=str) if outcome.refused else None
        move(
            chunk, ChunkStatus.DONE, **free, finished_at=now, refused=refused,
            rows_done=outcome.done, rows_refused=len(outcome.refused),
        )  # fmt: skip
    else:
        words = failures.in_words(error)
        log.warning("chunk %s of job %s failed: %s", chunk.position, chunk.job.public_id, words)
        if chunk.attempts >= MAX_ATTEMPTS:
            move(chunk, ChunkStatus.DEAD, **free, finished_at=now, last_error=words)
        else:
            retry_at = now + failures.wait_after(chunk.attempts)
            move(chunk, ChunkStatus.WAITING, **free, retry_at=retry_at, last_error=words)
    _count(chunk, now)


def _count(chunk: JobChunk, now: datetime) -> None:
    """Add the chunk to its job, last of all, so that the job's row is locked for a moment only."""
    job = Job.objects.select_for_update().get(pk=chunk.job_id)
    if chunk.status == ChunkStatus.DONE:
        job.chunks_done += 1
        job.rows_done += chunk.rows_done
        job.rows_refused += chunk.rows_refused
    elif chunk.status == ChunkStatus.DEAD:
        job.chunks_dead += 1
    job.last_error = chunk.last_error or job.last_error
    job.save(update_fields=["chunks_done", "chunks_dead", "rows_done", "rows_refused", "last_error"])
    finish_if_over(job, now)


def finish_if_over(job: Job, now: datetime) -> None:
    """Close a locked job whose last chunk is behind it, or which was cancelled and has none under way.

    Waiting chunks of a cancelled job are skipped where somebody holds them: whoever does comes here afterwards.
    """
    if job.cancel_asked_at:
        waiting = job.chunks.filter(status=ChunkStatus.WAITING).select_for_update(skip_locked=True)
        for chunk in waiting:
            move(chunk, ChunkStatus.CANCELLED, finished_at=now)
    if not job.is_open or job.chunks.open().exists():
        return
    if job.cancel_asked_at:
        move(job, JobStatus.CANCELLED, finished_at=now)
    elif job.chunks_dead:
        move(job, JobStatus.FAILED, finished_at=now)
        alarms.sound("job_failed", str(job.public_id), detail=f"{job.kind}: {job.last_error}", now=now)
    else:
        move(job, JobStatus.DONE, finished_at=now)


@transaction.atomic
def _fail_at_commit(chunk_id: int, token: uuid.UUID, error: Exception, now: datetime) -> None:
    chunk = _ours(chunk_id, token)
    if chunk is not None:
        _settle(chunk, None, error, now)
