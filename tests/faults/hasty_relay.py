"""A relay without its guard: it marks the event first and acts afterwards. Now and then it dies in between."""

import os
import signal

import django

django.setup()

from django.db import transaction  # noqa: E402

from crm.events import relay  # noqa: E402
from crm.events.loop import Loop  # noqa: E402

EVERY = 15
taken = 0


def hasty(*, now) -> bool:
    global taken
    with transaction.atomic():
        row = relay._claim(now)
        if row is None:
            return False
        relay._settle(row, None, now)
    taken += 1
    if taken % EVERY == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    with transaction.atomic():
        relay._attempt(row, now)
    return True


if __name__ == "__main__":
    Loop("relay", "doorstep_events", hasty).run()
