"""After an erasure: the dead rows leave the files of the database, the search indexes first.

PostgreSQL keeps what was updated or deleted in its pages, and new words in the pending list of a GIN index, until
the table is vacuumed. VACUUM runs outside any transaction, so it is a step of its own; it is repeated until done.
"""

from datetime import datetime

from django.apps import apps
from django.db import connection
from django.db.models.expressions import RawSQL

from .models import Erasure
from .states import ErasureStatus

ALWAYS = ("owners.owner", "owners.household", "audit.auditentry")
# Whoever began before an erasure and is not done yet keeps its dead rows from being swept out: he may read them still.
# That holds across databases too, since VACUUM FULL looks back as far as the oldest of all that are running.
BEHIND_US = """
    SELECT erasure.id FROM owners_erasure AS erasure
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity AS other
        WHERE other.pid <> pg_backend_pid()
          AND greatest(age(other.backend_xid), age(other.backend_xmin)) >= age(erasure.xmin)
    )
"""


def sweep(*, now: datetime, full: bool = False) -> int:
    """Vacuum the tables of every erasure not swept yet; how many erasures. Does nothing inside a transaction.

    An erasure that somebody's older transaction does not know of waits for the next time.
    `full` writes the tables anew, so that no byte stays in free space; each is locked meanwhile.
    """
    if connection.in_atomic_block:
        return 0
    waiting = Erasure.objects.filter(status=ErasureStatus.CARRIED_OUT, swept_at=None).order_by("ended_at")
    rows = list(waiting.filter(pk__in=RawSQL(BEHIND_US, ())))  # noqa: S611  no word of anybody in it
    if not rows:
        return 0
    how = "FULL, ANALYZE" if full else "ANALYZE"
    for table in sorted({table for row in rows for table in tables_of(row)}):
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ({how}) {connection.ops.quote_name(table)}")
    Erasure.objects.filter(pk__in=[row.pk for row in rows]).update(swept_at=now)
    return len(rows)


def tables_of(erasure: Erasure) -> set[str]:
    """The tables in which this erasure left dead rows."""
    labels = {*erasure.counts, *ALWAYS, "owners.erasure"}
    return {apps.get_model(label)._meta.db_table for label in labels}
