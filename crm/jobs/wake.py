"""Waking Celery workers: never inside a transaction, never longer than a second, never needed.

A wake-up carries a row's id and nothing else. If Redis is gone, hung or emptied, the sweep finds the row again.
"""

import logging
import threading
import time

log = logging.getLogger("doorstep.jobs")
LONGEST = 0.8  # seconds a page may wait for Redis
QUIET_FOR = 5.0  # seconds without another try after a failure, so that only the first page waits
SOCKET = {"socket_timeout": 0.4, "socket_connect_timeout": 0.4, "retry_on_timeout": False}

failures = 0  # of this process
_quiet_until = 0.0


def ring(job_id: int, times: int = 1) -> bool:
    """Tell up to `times` workers that there is work; whether Redis took it. Raises nothing."""
    global failures, _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    import kombu.transport.redis  # noqa: F401  once a process, and not on Redis's account

    taken = threading.Event()
    # The library may wait and try again by itself; a thread bounds that whatever its version does.
    thread = threading.Thread(target=_publish, args=(job_id, times, taken), daemon=True, name="wake")
    thread.start()
    thread.join(LONGEST)
    if taken.is_set():
        return True
    failures += 1
    _quiet_until = time.monotonic() + QUIET_FOR
    log.warning("Redis did not take the wake-up of a job; the sweep will find it (failure %d)", failures)
    return False


def _publish(job_id: int, times: int, taken: threading.Event) -> None:
    global _quiet_until
    from crm.celery import app

    try:
        options = {**(app.conf.broker_transport_options or {}), **SOCKET}
        with app.connection_for_write(connect_timeout=LONGEST, transport_options=options) as connection:
            for _ in range(times):
                app.send_task(
                    "crm.jobs.tasks.run_chunks", [job_id],
                    connection=connection, retry=False, ignore_result=True, expires=3600,
                )  # fmt: skip
        taken.set()
        _quiet_until = 0.0  # late, but it works: the next one may try again
    except Exception as error:
        log.info("waking failed: %s", type(error).__name__)
