"""The scan for owners who are here twice, over everybody; beside a bare query for the same candidates."""

import resource

from django.db import connection, transaction

from crm import clock
from owners.duplicates import scanning
from owners.duplicates.models import DuplicatePair
from tests.benchmarks.measure import Line, seconds

MEGABYTE = 1024  # ru_maxrss counts kilobytes


def measure(place, options) -> list[Line]:
    """Every way of sharing something, once: found, judged, explained and written; the floor only finds and counts."""
    now = clock.now()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = seconds(lambda: [scanning.scan(name, now=now) for name in scanning.statements()])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEGABYTE
    again = seconds(lambda: [scanning.scan(name, now=now) for name in scanning.statements()])
    pairs = DuplicatePair.objects.count()
    bare = seconds(_bare)
    print(f"duplicates: {pairs:,} pairs raised among {options.rows:,} owners, a second scan in {again:.1f} s")
    return [
        Line("scan for duplicates, every way", ours, bare, 3, unit="s"),
        Line("memory the scan adds", grown, 1, 300, unit="MB"),
    ]


def _bare() -> None:
    """The candidates of every way, counted by the database and looked at by nobody."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.duplicate_sound")
        cursor.execute(scanning.sounds(), scanning.legal())
        cursor.execute("ANALYZE duplicate_sound")
        for name, statement in scanning.statements().items():
            if name != "again":
                cursor.execute(f"SELECT count(*) FROM ({statement}) AS pairs")  # noqa: S608  our own statement
                cursor.fetchone()
