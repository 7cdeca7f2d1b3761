"""The list of all owners as a file: beside the same columns by COPY, and how much memory it takes.

The floor reads the owners' plain columns and the ciphertext out of the database in one COPY and does nothing with
them; ours decrypts and masks telephone and e-mail, says each owner's homes, seals the file in pieces and keeps them.
"""

import threading
import time
from pathlib import Path

from django.db import connection

from crm import clock
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line

SLOWEST = {"csv-bare": 20, "xlsx": 40}  # times the bare COPY
MOST_MEMORY = 120  # MB that the writing of a list may add, however long it is
COPY = """
    COPY (SELECT number, name, kind, stage, phone, email, language, known_since, completeness
          FROM owners_owner ORDER BY name_key, id) TO STDOUT
"""


def measure(place: Ground, options) -> list[Line]:
    exporter = _exporter()
    floor = _copied()
    lines = []
    for form, bound in SLOWEST.items():
        took, grown, rows = _exported(exporter, form)
        lines.append(Line(f"all {rows} owners as {form}, beside COPY", took, floor, bound, unit="s"))
        lines.append(Line(f"memory that {form} adds", grown, 1, MOST_MEMORY, unit="MB"))
    return lines


def _copied() -> float:
    began = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for _block in copy:
            pass
    return time.perf_counter() - began


def _exported(user, form: str) -> tuple[float, float, int]:
    from crm.exports import selectors, services
    from crm.jobs.work import work_off

    job = services.start(user, "owners", {}, form=form, now=clock.now())
    before, peak = _resident(), _Peak()
    began = time.perf_counter()
    with peak:
        work_off(job.pk, clock=clock.now)
    took = time.perf_counter() - began
    run = selectors.run_of(job)
    if not run.is_there:
        raise RuntimeError(run.job.last_error)
    return took, peak.most - before, run.rows_written


class _Peak:
    """The largest resident memory while something runs, looked at ten times a second."""

    def __enter__(self):
        self.most, self._over = _resident(), threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def __exit__(self, *exc):
        self._over.set()
        self._watch.join()

    def _look(self):
        while not self._over.wait(0.1):
            self.most = max(self.most, _resident())


def _resident() -> float:
    """This process's memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1024 / 1024


def _exporter():
    from crm.accounts import services as accounts
    from crm.accounts.models import Role, User

    machine, now = accounts.system_user("benchmarks"), clock.now()
    accounts.add_user(
        machine, username="exporter", display_name="Exporter", language="en", password=None, now=now
    )
    user = User.objects.get(username="exporter")
    accounts.grant(machine, user, role=Role.SUPERVISOR, now=now)
    return User.objects.get(pk=user.pk)
