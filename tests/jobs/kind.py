"""A kind of job for these tests: each chunk writes the rows it is told to, and misbehaves when told to."""

import os
import signal

from crm.events.models import Alarm
from crm.jobs.kinds import Outcome, Work


class Killed(BaseException):
    """Stands for kill -9 of the worker: nothing below catches it."""


def run_chunk(work: Work, *, now) -> Outcome:
    for row in work.chunk["rows"]:
        Alarm.objects.create(kind="row", detail=str(row), raised_at=now, cleared_at=now)
    behaviour = work.chunk.get("then", "")
    if behaviour == "fail":
        raise ValueError("row 7 of 13812345678 cannot be read")
    if behaviour == "die":
        raise Killed
    if behaviour == "kill once" and not os.path.exists(work.parameters["killed"]):
        open(work.parameters["killed"], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    refused = [{"name": "=1+1", "phone": "+86 138", "reason": "no home"}] if behaviour == "refuse" else []
    return Outcome(done=len(work.chunk["rows"]), refused=refused)


def rows() -> list[str]:
    return sorted(Alarm.objects.filter(kind="row").values_list("detail", flat=True))
