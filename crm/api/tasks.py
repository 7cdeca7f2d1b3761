from celery import shared_task

from crm import clock
from crm.api import idempotency, throttles


@shared_task(ignore_result=True)
def forget() -> None:
    """Drop answers and counters whose time is over."""
    now = clock.now()
    idempotency.forget(now=now)
    throttles.forget(now=now)
