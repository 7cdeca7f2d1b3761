"""How far a file is, told to everybody while the transaction that writes it is still open.

The file appears whole or not at all, so its rows lie in one transaction, which nobody sees into. The number of
rows written goes by a connection of its own; the same answer says whether somebody has asked to stop.
"""

from collections.abc import Iterable, Iterator

from django.db import connection

from crm.exports.models import ExportRun

EVERY = 5000  # rows
TELL = """
    UPDATE exports_exportrun AS run SET rows_written = %s, expected = %s
    FROM jobs_job AS job WHERE run.id = %s AND job.id = run.job_id
    RETURNING job.cancel_asked_at IS NOT NULL
"""


class Stopped(Exception):
    """Whoever asked for the file does not want it any more."""


def told(run: ExportRun, rows: Iterable, expected: int) -> Iterator:
    """The rows, counted as they pass. Raises Stopped where the job was cancelled meanwhile."""
    aside = connection.copy()
    try:
        _tell(aside, run, 0, expected)
        for number, row in enumerate(rows, start=1):
            yield row
            if number % EVERY == 0:
                _tell(aside, run, number, expected)
    finally:
        aside.close()


def _tell(aside, run: ExportRun, number: int, expected: int) -> None:
    with aside.cursor() as cursor:
        cursor.execute(TELL, [number, expected, run.pk])
        answer = cursor.fetchone()
    if answer and answer[0]:
        raise Stopped
