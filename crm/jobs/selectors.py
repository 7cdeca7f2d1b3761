import json
from collections.abc import Iterator

from crm.jobs.models import Job


def jobs_of(user):
    """One's own jobs, or all for whoever looks after the house; to be paged by (-created_at, -id)."""
    return Job.objects.visible_to(user).select_related("actor")


def refused_rows(job: Job) -> Iterator[dict]:
    """The refused rows in the order of the source, one chunk in memory at a time."""
    chunks = job.chunks.filter(refused__isnull=False).order_by("position")
    for chunk in chunks.only("refused").iterator(chunk_size=1):
        yield from json.loads(chunk.refused)


def given_up(job: Job) -> list:
    """Chunks that stopped, with their errors."""
    return list(job.chunks.filter(status="dead").defer("refused").order_by("position")[:20])
