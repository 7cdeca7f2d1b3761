from django.db import connection
from django.db.models import Count, Sum

from profitability.lifetime.rules import Known

from .models import LedgerEntry
from .states import REVENUE, EntryKind


def entries(user):
    return LedgerEntry.objects.visible_to(user, "ledger.view").select_related("owner", "project")


def entries_told(user, owner):
    """An owner's entries that the user reads, to be told by the moment."""
    return LedgerEntry.objects.visible_to(user, "ledger.view").filter(owner=owner)


KNOWN = """
    SELECT kind, sum(amount)::bigint, count(*) FILTER (WHERE amount > 0), count(*) FILTER (WHERE amount < 0),
           count(*) FILTER (WHERE estimated AND amount > 0)
    FROM profitability_ledgerentry WHERE owner_id = %s AND currency = %s GROUP BY kind
"""
SUMS = ("total", "earned", "taken_back", "guessed")


def known(owner_id: int, currency: str) -> Known:
    """What the ledger says about one relation, in one query over its own index."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [owner_id, currency])
        by_kind = {kind: dict(zip(SUMS, sums, strict=True)) for kind, *sums in cursor.fetchall()}
    margin, fees = by_kind.get(EntryKind.PURCHASE_MARGIN), by_kind.get(EntryKind.PROPERTY_FEE)
    return Known(
        currency=currency,
        revenue=sum(row["total"] for kind, row in by_kind.items() if kind in REVENUE),
        cost=sum(row["total"] for kind, row in by_kind.items() if kind not in REVENUE),
        purchases=max(0, margin["earned"] - margin["taken_back"]) if margin else 0,
        purchases_estimated=margin["guessed"] if margin else 0,
        margin=margin["total"] if margin else 0,
        fees=fees["total"] if fees else 0,
        fee_entries=fees["earned"] if fees else 0,
    )


def totals_by_kind(owner_id: int):
    """For the owner's value panel: every kind and currency that was ever posted, its sum and count."""
    rows = (
        LedgerEntry.objects.filter(owner_id=owner_id)
        .order_by()
        .values("kind", "currency")
        .annotate(total=Sum("amount"), count=Count("pk"))
    )
    return sorted(rows, key=lambda row: (row["currency"], row["kind"] not in REVENUE, -abs(row["total"])))
