"""Waiting for something to become true, instead of sleeping and hoping."""

import select
import time


def until(true, what: str, seconds: float = 30, *, tell=lambda: ""):
    """Ask again and again until it is true and give the answer; fail with `what`, and what `tell()` knows."""
    end = time.monotonic() + seconds
    while not (answer := true()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain: {what}\n{tell()}")
        select.select([], [], [], 0.01)
    return answer
