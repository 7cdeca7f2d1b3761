"""A bound on how long something may take in the main thread: one handler that hangs must not hang every relay."""

import signal
import threading
from contextlib import contextmanager

from django.db import connection
from psycopg.pq import TransactionStatus


class Overtime(Exception):
    """It took too long. A failure like any other: tried again, in the end dead, on the page."""


@contextmanager
def after(seconds: float):
    """Raise Overtime inside the block after so many seconds. Other threads have no alarm clock and no bound.

    While a statement is under way it is cancelled instead, and fails by itself: an exception thrown into the
    midst of the conversation with PostgreSQL would leave a connection that nobody can use any more.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_):
        raw = connection.connection
        if raw is not None and raw.info.transaction_status == TransactionStatus.ACTIVE:
            signal.setitimer(signal.ITIMER_REAL, 1)  # should the block go on all the same
            raw.cancel_safe(timeout=2)
        else:
            raise Overtime(f"not finished after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
