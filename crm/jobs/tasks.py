from celery import shared_task

from crm import clock
from crm.events import pulse
from crm.jobs import services, work

STARTED_AT = clock.now()


@shared_task(ignore_result=True)
def run_chunks(job_id: int) -> None:
    """Do chunks of this job until none can be taken; each is a sign of life, since sweeps wait behind long work."""
    more = True
    while more:
        pulse.beat("worker", started_at=STARTED_AT, now=clock.now())
        more = work.run_next(job_id, clock=clock.now)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Wake jobs whose message was lost; that this runs at all shows that workers consume."""
    now = clock.now()
    pulse.beat("worker", started_at=STARTED_AT, now=now)
    services.sweep(now=now)
