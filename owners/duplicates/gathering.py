"""Rows that came late: written for a merged owner by work that had begun before the merge."""

from datetime import datetime, timedelta

from django.db import transaction

from . import moving
from .merging import locked
from .models import Merge

# Nothing of ours holds a transaction longer: a handler is cut off after half a minute.
LATEST = timedelta(minutes=2)


def gather_late(*, now: datetime, limit: int) -> int:
    """Look once more after each merge that is two minutes old; what came late follows too. How many merges.

    A fact under way names the owner it was about; its handler reads rows, which have moved. What a handler or a
    page wrote for the merged owner in the very moment of the merge waited for it, and lands on the signpost.
    """
    due = Merge.objects.standing().filter(gathered_at=None, at__lte=now - LATEST).order_by("at")
    count = 0
    for key in list(due.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            count += _gather(key, now)
    return count


def _gather(key: int, now: datetime) -> int:
    known = Merge.objects.get(pk=key)
    both = locked(known.kept_id, known.gone_id)
    row = Merge.objects.select_for_update(of=("self",)).get(pk=key)
    if row.undone_at or row.gathered_at:
        return 0
    moving.under(row)
    for name, keys in moving.move(both[row.kept_id], both[row.gone_id]).items():
        row.moved[name] = sorted({*row.moved.get(name, []), *keys})
        row.counts[name] = len(row.moved[name])
    row.gathered_at = now
    row.save(update_fields=["moved", "counts", "gathered_at"])
    return 1
