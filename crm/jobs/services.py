from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from crm.events import alarms
from crm.jobs import wake
from crm.jobs.models import Job, JobChunk
from crm.jobs.moves import move
from crm.jobs.states import ChunkStatus, JobStatus
from crm.jobs.work import finish_if_over

PARALLEL = 4  # workers woken for one job
REFUSED_KEPT = timedelta(
    days=30
)  # rows that were refused hold personal data; whoever imports corrects them soon
FORGOTTEN_AFTER = timedelta(seconds=30)


@transaction.atomic
def start(kind: str, actor, *, title: str, parameters: dict, chunks: list[dict], now: datetime) -> Job:
    """Write a job and its chunks, inside the caller's transaction; workers are woken once it has committed.

    `parameters` belong to the whole job, each of `chunks` to one part; both hold ids, paths and ranges, never
    personal data. A job without chunks is done at once. Raises Refused for a kind nobody has registered.
    """
    if kind not in settings.JOB_KINDS:
        raise Refused(fields={"kind": _("There is no such kind of job.")})
    job = Job.objects.create(
        kind=kind, actor=actor, title=title, parameters=parameters,
        chunk_count=len(chunks), created_at=now, woken_at=now,
    )  # fmt: skip
    JobChunk.objects.bulk_create(
        [JobChunk(job=job, position=position, parameters=chunk) for position, chunk in enumerate(chunks)],
        batch_size=1000,
    )
    record(actor, "jobs.start", job, now=now, after={"kind": kind, "chunks": len(chunks)})
    if chunks:
        transaction.on_commit(lambda: wake.ring(job.pk, min(len(chunks), PARALLEL)))
    else:
        finish_if_over(job, now)
    return job


@transaction.atomic
def cancel(actor, job: Job, *, now: datetime) -> Job:
    """Take no further chunk; one under way is finished. IllegalMove if the job is over."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if not row.is_open:
        raise IllegalMove(_("This job is over already."))
    if row.cancel_asked_at is None:
        row.cancel_asked_at = now
        row.save(update_fields=["cancel_asked_at"])
        record(actor, "jobs.cancel", row, now=now)
    finish_if_over(row, now)
    return row


@transaction.atomic
def retry(actor, job: Job, *, now: datetime) -> Job:
    """Try the given-up chunks of a failed job once more; IllegalMove if it did not fail."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.status != JobStatus.FAILED:
        raise IllegalMove(_("Only a job that stopped with errors can be tried again."))
    for chunk in row.chunks.select_for_update().filter(status=ChunkStatus.DEAD):
        move(chunk, ChunkStatus.WAITING, attempts=0, retry_at=None, finished_at=None)
    move(row, JobStatus.QUEUED, finished_at=None, chunks_dead=0, last_error="", woken_at=now)
    alarms.clear("job_failed", str(row.public_id), now=now)
    record(actor, "jobs.retry", row, now=now)
    transaction.on_commit(lambda: wake.ring(row.pk, PARALLEL))
    return row


def sweep(*, now: datetime) -> int:
    """Wake jobs that have something to take and that nobody was told of for a while; how many.

    This, not Redis, is what makes sure that a job goes on: Celery's beat calls it every half minute, and so does
    the courier, which needs neither.
    """
    with transaction.atomic():
        ready = JobChunk.objects.claimable(now).filter(job=models.OuterRef("pk"))
        rows = (
            Job.objects.open()
            .filter(
                models.Q(woken_at=None) | models.Q(woken_at__lte=now - FORGOTTEN_AFTER), cancel_asked_at=None
            )
            .filter(models.Exists(ready))
            .select_for_update(skip_locked=True)
            .order_by("woken_at")[:20]
        )
        found = [row.pk for row in rows]
        Job.objects.filter(pk__in=found).update(woken_at=now)
    for job_id in found:
        wake.ring(job_id, PARALLEL)
    return len(found)


def forget(*, now: datetime) -> int:
    """Drop the refused rows of jobs that ended long ago; their number stays. How many chunks held some."""
    old = JobChunk.objects.filter(job__finished_at__lt=now - REFUSED_KEPT, rows_refused__gt=0)
    return old.filter(refused__isnull=False).update(refused=None)
