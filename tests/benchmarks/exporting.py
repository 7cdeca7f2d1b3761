"""The list of all owners as a file, beside the least that anybody has to do for the same cells; and its memory.

The floor reads the same columns in the same order with one statement, opens the two sealed ones with the same cipher
and writes the rows with the bare library. Ours asks what the reader may see of each column, masks, says dates and
choices in his language, guards against formulas, reports progress, and seals the file in pieces.
"""

import csv
import tempfile
import threading
import time
from pathlib import Path

from django.db import connection

from crm import clock
from crm.privacy import cipher
from owners.people.models import Owner
from tests.benchmarks.ground import Ground
from tests.benchmarks.measure import Line

BOUND = 2
MOST_MEMORY = 120  # MB that the writing of a list may add, however long it is
PHONE, EMAIL = 5, 6
ROWS = """
    SELECT owners_owner.number, owners_owner.name, kind, stage, homes, owners_owner.phone, owners_owner.email,
        owners_owner.language, display_name, known_since, completeness
    FROM owners_owner
    LEFT JOIN accounts_user ON accounts_user.id = owners_owner.manager_id
    LEFT JOIN LATERAL (
        SELECT string_agg(organisation_project.name || ' ' || owners_home.number, ', ') AS homes
        FROM owners_ownership
        JOIN owners_home ON owners_home.id = owners_ownership.home_id
        JOIN organisation_project ON organisation_project.id = owners_home.project_id
        WHERE owners_ownership.owner_id = owners_owner.id AND owners_ownership.until IS NULL
    ) held ON true
    ORDER BY name_key, owners_owner.id
"""


def measure(place: Ground, options) -> list[Line]:
    exporter = _exporter()
    lines = []
    for form, written in {"csv-bare": _as_csv, "xlsx": _as_xlsx}.items():
        floor = _took(written)
        took, grown, rows = _exported(exporter, form)
        lines.append(Line(f"all {rows} owners as {form}", took, floor, BOUND, unit="s"))
        lines.append(Line(f"memory that {form} adds", grown, 1, MOST_MEMORY, unit="MB"))
    return lines


def _took(written) -> float:
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder) / "list")
    return time.perf_counter() - began


def _rows():
    """Every owner in the order of the list, his telephone and e-mail opened."""
    phone, email = (Owner._meta.get_field(name).context for name in ("phone", "email"))
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        for found in cursor:
            row = list(found)
            row[PHONE] = cipher.decrypt(row[PHONE], phone) if row[PHONE] else ""
            row[EMAIL] = cipher.decrypt(row[EMAIL], email) if row[EMAIL] else ""
            yield row


def _as_csv(path: Path) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(_rows())


def _as_xlsx(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, (*words, since, complete) in enumerate(_rows()):
            for place, value in enumerate(words):
                sheet.write_string(number, place, value or "")
            sheet.write_datetime(number, len(words), since, day)
            sheet.write_number(number, len(words) + 1, complete)


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
