"""The Celery application: batch work over many machines. A message is only a wake-up, the row is the work.

Redis may be empty, hung or gone: whoever sends a message waits about a second at most, and what was lost is
found again from its row. No task has a countdown or an eta; a deadline is a row (service_desk.clocks).
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

from django.conf import settings

SECONDS_TO_WAIT_FOR_REDIS = 0.5
NEVER_HANG = {
    "socket_timeout": SECONDS_TO_WAIT_FOR_REDIS,
    "socket_connect_timeout": SECONDS_TO_WAIT_FOR_REDIS,
    "retry_on_timeout": False,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}

app = Celery("doorstep")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_transport_options={**NEVER_HANG, **getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})},
    broker_connection_timeout=SECONDS_TO_WAIT_FOR_REDIS,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a worker waits for Redis as long as it takes
    task_publish_retry=False,
    task_serializer="json",
    result_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    enable_utc=True,
    timezone="UTC",
)


def packages_with_tasks(base: Path, installed: list[str]) -> list[str]:
    """Apps, and the rooms inside apps, that have a ``tasks.py``: found by name, as they are installed."""
    packages = []
    for name in installed:
        folder = base.joinpath(*name.split("."))
        for tasks in [*folder.glob("tasks.py"), *sorted(folder.glob("*/tasks.py"))]:
            packages.append(".".join(tasks.parent.relative_to(base).parts))
    return packages


app.autodiscover_tasks(lambda: packages_with_tasks(settings.BASE_DIR, settings.INSTALLED_APPS))


@worker_process_init.connect
def begin_pool_process(**_: object) -> None:
    """A forked process takes no connection of its parent along, and does not outlive it."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close_pool()
    if sys.platform.startswith("linux"):
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
