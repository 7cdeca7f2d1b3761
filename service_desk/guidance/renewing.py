"""Bringing what ships up to date in a house that has been at work for long: nothing of its own is overwritten."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction


@transaction.atomic
def renew(rows, shipped: list[dict], *, now: datetime) -> int:
    """How many versions were added to a table of versions; `rows` is its manager, also that of a migration.

    What nobody here has changed gets the shipped wording as its next version in force. Where the house has a wording of
    its own in force, or has retired the thing, the shipped one only joins the history, to be brought back from there.
    """
    held = defaultdict(list)
    for row in rows.filter(code__in=[one["code"] for one in shipped]).order_by("version"):
        held[row.code].append(row)
    fresh, replaced = [], []
    for one in shipped:
        versions = held[one["code"]]
        ours = next((row for row in reversed(versions) if row.made_by_id is None), None)
        if ours is not None and all(getattr(ours, name) == value for name, value in one.items()):
            continue
        in_force = next((row for row in versions if row.current), None)
        untouched = in_force is not None and in_force.made_by_id is None
        if untouched:
            replaced.append(in_force.pk)
        number = versions[-1].version + 1 if versions else 1
        current = untouched or not versions
        fresh.append(rows.model(made_at=now, version=number, current=current, **one))
    rows.filter(pk__in=replaced).update(current=False)
    return len(rows.bulk_create(fresh))
