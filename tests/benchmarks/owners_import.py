"""Importing a million owners with encryption, blind index and duplicate check, beside COPY, validate and insert.

Every import runs in a process of its own on an empty copy of the ground, so that its memory is its own. The floor
takes the very rows that the import made, finished as they are, through a staging table into a table with the same
columns, indexes and references: no cell is read there, nothing sealed, no name sounded out.
"""
# ruff: noqa: S608  names in statements are those of our own columns

import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.benchmarks import ground as grounds
from tests.benchmarks.inhabitants import said_by
from tests.benchmarks.measure import Line
from tests.benchmarks.web import ROOT

MOST_MEMORY = 300  # megabytes
ALONE = 3.5  # one process shares out nothing: it seals and sounds out on top of what the floor does
BAD_EVERY, TWICE_EVERY = 200, 500
COLUMNS = ("external_ref", "name", "phone", "email", "identity", "gender", "language", "birth_date", "occupation",
           "known_since", "kind")  # fmt: skip


def measure(place, options) -> list[Line]:
    """By command in one process and in one a core, the same again, as a job; each beside the floor of the same rows."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "owners.csv"
        expected = write_file(file, options.rows)
        alone, together, as_job = (grounds.copy_database(name) for name in ("alone", "together", "as_job"))
        once = _run(together, _command(file, cores))
        floor = floor_seconds(together, Path(folder))
        again = _run(together, _command(file, cores))
        prepared, working = _by_job(as_job, file, cores)
        one = _run(alone, _command(file, 1))
    grounds.drop_databases("alone", "together", "as_job")
    rows, job = f"{options.rows:,} owners", prepared.seconds + working.seconds
    return [
        Line(f"import of {rows} by command, {cores} processes", once.seconds, floor, 2.5, unit="s"),
        Line(f"the same as a job, {cores} workers", job, floor, 2.5, unit="s"),
        Line("the same in one process alone", one.seconds, floor, ALONE, unit="s"),
        Line("memory of one process alone at its peak", one.memory, MOST_MEMORY, 1, unit="MB"),
        Line("memory of the largest of several", once.memory, MOST_MEMORY, 1, unit="MB"),
        Line("memory of whoever reads the file for the job", prepared.memory, MOST_MEMORY, 1, unit="MB"),
        Line("memory of a worker at its peak", working.memory, MOST_MEMORY, 1, unit="MB"),
        Line("owners more or less than the file holds", abs(expected - _new(once)), 1, 0, unit=""),
        Line("owners that a second run adds", _new(again), 1, 0, unit=""),
        Line("the second run beside the first", again.seconds, once.seconds, 0.8, unit="s"),
    ]


def write_file(path: Path, count: int) -> int:
    """A list as a sales office sends it; some rows are bad, some say the telephone before again. How many are good."""
    rng = random.Random(1)  # noqa: S311  the same file each time
    good, phone = 0, ""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        for number in range(count):
            said = said_by(number, number % 10, rng) | {
                "external_ref": f"R{number:08d}",
                "known_since": "2024-05-01",
            }
            bad, twice = number % BAD_EVERY == 7, number % TWICE_EVERY == 11 and bool(phone)
            if bad:
                said["birth_date"] = "someday"
            if twice:
                said["phone"] = phone
            good += not bad and not twice
            phone = said.get("phone", "") if not bad else ""
            sheet.writerow([said.get(name) or "" for name in COLUMNS])
    return good


@dataclass
class Ran:
    """A process that ended: how long it took, its peak memory in megabytes, and what it printed."""

    seconds: float
    memory: float
    told: str


def _begin(database_url: str, command: list[str]) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
    }
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def _end(process: subprocess.Popen, began: float) -> Ran:
    told = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{process.args} ended with {process.returncode}: {told[-400:]}")
    return Ran(time.monotonic() - began, usage.ru_maxrss / 1024, told)


def _run(database_url: str, command: list[str]) -> Ran:
    return _end(_begin(database_url, command), time.monotonic())


def _command(file: Path, processes: int) -> list[str]:
    how = ["--project", "P", "--processes", str(processes)]
    return [sys.executable, "manage.py", "import_owners", str(file), *how]


def _new(ran: Ran) -> int:
    return int(re.search(r"(\d+) new,", ran.told)[1])


def _by_job(database_url: str, file: Path, workers: int) -> tuple[Ran, Ran]:
    """One process reads the file and starts the job; then workers share its chunks, as Celery's do."""
    here = [sys.executable, "-m", "tests.benchmarks.importing"]
    prepared = _run(database_url, [*here, "prepare", str(file)])
    began = time.monotonic()
    crew = [_begin(database_url, [*here, "work"]) for _ in range(workers)]
    ended = [_end(process, began) for process in crew]
    return prepared, Ran(max(ran.seconds for ran in ended), max(ran.memory for ran in ended), "")


def floor_seconds(database_url: str, folder: Path) -> float:
    """COPY into staging, validate, leave out who is there by telephone, identity number and reference, insert."""
    finished = folder / "finished.copy"
    with psycopg.connect(database_url, autocommit=True) as connection:
        names = _table_like_ours(connection)
        with (
            connection.cursor().copy(
                f"COPY (SELECT {names} FROM owners_owner ORDER BY id) TO STDOUT"
            ) as copy,
            finished.open("wb") as file,
        ):
            for block in copy:
                file.write(block)
        began = time.monotonic()
        with connection.transaction(), connection.cursor() as cursor, finished.open("rb") as file:
            cursor.execute(
                f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM floor_owner LIMIT 0"
            )
            with cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:
                while block := file.read(1 << 16):
                    copy.write(block)
            cursor.execute(VALIDATE)
            cursor.execute(f"INSERT INTO floor_owner ({names}) SELECT {names} FROM staging s WHERE {FRESH}")
            cursor.execute(SCOPES)
        return time.monotonic() - began


VALIDATE = """
    DELETE FROM staging WHERE name = '' OR known_since > current_date OR birth_date > current_date
    OR phone_last4 !~ '^[0-9]*$'
"""
FRESH = """
    NOT EXISTS (SELECT FROM floor_owner o WHERE o.phone_index = s.phone_index)
    AND NOT EXISTS (SELECT FROM floor_owner o WHERE o.identity_index = s.identity_index)
    AND NOT EXISTS (SELECT FROM floor_owner o WHERE o.source = s.source AND o.external_ref = s.external_ref)
    ON CONFLICT DO NOTHING
"""
SCOPES = """
    INSERT INTO floor_scope (owner_id, project_id, since)
    SELECT id, (SELECT id FROM organisation_project WHERE code = 'P'), known_since FROM floor_owner
"""


def _table_like_ours(connection) -> str:
    """Empty tables with everything ours have: columns, indexes, checks, references. The columns to write."""
    for table, ours in (("floor_owner", "owners_owner"), ("floor_scope", "owners_ownerproject")):
        connection.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
        connection.execute(f"CREATE TABLE {table} (LIKE {ours} INCLUDING ALL)")
        keys = connection.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            [ours],
        )
        for (definition,) in keys.fetchall():
            connection.execute(
                f"ALTER TABLE {table} ADD {definition.replace('owners_owner(', 'floor_owner(')}"
            )
    columns = connection.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = 'owners_owner'::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' AND attname <> 'id'"
    )
    return columns.fetchone()[0]
