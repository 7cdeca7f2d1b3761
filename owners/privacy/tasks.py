from celery import shared_task

from crm import clock
from owners.privacy import services


@shared_task(ignore_result=True)
def sweep() -> None:
    """Let the dead rows of erasures leave the database's files."""
    services.sweep_erased(now=clock.now())
