"""After an erasure: the dead rows leave the files of the database, the search indexes first.

PostgreSQL keeps what was updated or deleted in its pages, and new words in the pending list of a GIN index, until
the table is vacuumed. VACUUM runs outside any transaction, so it is a step of its own; it is repeated until done.
"""

from datetime import datetime

from django.apps import apps
from django.db import connection

from .models import Erasure
from .states import ErasureStatus

ALWAYS = ("owners.owner", "owners.household", "audit.auditentry")


def sweep(*, now: datetime, full: bool = False) -> int:
    """Vacuum the tables of every erasure not swept yet; how many erasures. Does nothing inside a transaction.

    `full` writes the tables anew, so that no byte stays in free space; each is locked meanwhile.
    """
    if connection.in_atomic_block:
        return 0
    waiting = Erasure.objects.filter(status=ErasureStatus.CARRIED_OUT, swept_at=None).order_by("ended_at")
    rows = list(waiting)
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
