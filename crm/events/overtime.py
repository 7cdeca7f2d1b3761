"""A bound on how long something may take in the main thread: one handler that hangs must not hang every relay."""

import signal
import threading
from contextlib import contextmanager


class Overtime(Exception):
    """It took too long. A failure like any other: tried again, in the end dead, on the page."""


@contextmanager
def after(seconds: float):
    """Raise Overtime inside the block after so many seconds. Other threads have no alarm clock and no bound."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_):
        raise Overtime(f"not finished after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
