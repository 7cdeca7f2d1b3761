from django.db.models import Count, Q, Sum

from profitability.lifetime.rules import Known

from .models import LedgerEntry
from .states import REVENUE, EntryKind


def entries(user):
    return LedgerEntry.objects.visible_to(user, "ledger.view").select_related("owner", "project")


def known(owner_id: int, currency: str) -> Known:
    """What the ledger says about one relation, in one query over its own index."""
    rows = (
        LedgerEntry.objects.filter(owner_id=owner_id, currency=currency)
        .order_by()
        .values("kind")
        .annotate(
            total=Sum("amount"),
            earned=Count("pk", filter=Q(amount__gt=0)),
            taken_back=Count("pk", filter=Q(amount__lt=0)),
            guessed=Count("pk", filter=Q(estimated=True, amount__gt=0)),
        )
    )
    by_kind = {row["kind"]: row for row in rows}
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
