"""What an undone import of homes, owners and purchases has to look at besides foreign keys, and to set right."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.apps import apps

from owners import ties
from owners.contracts import stages
from owners.contracts.models import Purchase
from owners.contracts.states import PurchaseKind
from owners.homes.models import Home
from owners.homes.services import follow_purchases
from owners.homes.states import HomeStatus
from owners.ties import ABOUT_OWNER

# What points at something goes before it.
ORDER = ("owners.Ownership", "owners.Purchase", "owners.OwnerProject", "owners.Owner", "owners.Home")
SUBJECTS = {
    "homes": ("owners.Home", "public_number"),
    "owners": ("owners.Owner", "number"),
    "purchases": ("owners.Purchase", "number"),
}
# A later row of a file may name the buyer or the home that an earlier one made.
ACROSS_PARTS = {"purchases": True}
# A purchase moves its home on within the same import.
MOVED_BY_OTHERS = {"purchases": ("owners.Home", "owners.Owner")}

_LIVE_RANK = {
    PurchaseKind.RESERVATION: (1, HomeStatus.RESERVED),
    PurchaseKind.SUBSCRIPTION: (2, HomeStatus.SUBSCRIBED),
    PurchaseKind.CONTRACT: (3, HomeStatus.SIGNED),
    PurchaseKind.RESALE: (3, HomeStatus.SIGNED),
}


def in_the_way(kind: str) -> Iterator[tuple[str, str, str, list]]:
    """Further rows that stay: (model, reason, query of their keys, its values)."""
    merged = "SELECT id FROM owners_owner WHERE merged_into_id IS NOT NULL OR erased_at IS NOT NULL"
    yield "owners.Owner", "changed", merged, []
    for tie in ties.all_ties():
        column = _text_column(tie)
        if column:
            table = tie.table._meta.db_table
            named = f"SELECT o.id FROM {table} r JOIN owners_owner o ON r.{column}"  # noqa: S608  our own names
            yield "owners.Owner", tie.table._meta.label, f"{named} = '{ABOUT_OWNER}:' || o.id", []
    if kind != "purchases":
        return
    # keys that were handed over are not given back by undoing a list, and a resale took somebody's ownership away
    handed = (
        "SELECT p.id FROM owners_purchase p JOIN owners_home h ON h.id = p.home_id WHERE h.status = 'handed_over'"
        " AND NOT EXISTS (SELECT FROM run_made m WHERE m.model = 'owners.Home' AND m.id = h.id)"
    )
    yield "owners.Purchase", "owners.Handover", handed, []
    ended = (
        "SELECT p.id FROM owners_purchase p JOIN owners_ownership o ON o.home_id = p.home_id"
        " WHERE p.kind = 'resale' AND o.owner_id <> p.owner_id AND o.until = p.signed_on"
    )
    yield "owners.Purchase", "owners.Ownership", ended, []


def _text_column(tie) -> str | None:
    """The column in which a table of the ground floor names an owner by reference."""
    if "__" in tie.path:
        return None
    field = next((field for field in tie.table._meta.concrete_fields if field.attname == tie.path), None)
    is_text = field is not None and field.get_internal_type() in ("CharField", "TextField")
    return field.column if is_text and tie.table._meta.label != "imports.ImportedRow" else None


def words(label: str) -> str:
    """What pages call rows of this model."""
    tie = next((tie for tie in ties.all_ties() if tie.table._meta.label == label and tie.words), None)
    return str(tie.words if tie else apps.get_model(label)._meta.verbose_name_plural)


def set_right_after(cursor, going: str) -> Callable[[object, datetime], None]:
    """Notes whom and what the going rows lean on; called afterwards, it sets homes and stages right."""
    rows = ("owners.Purchase", "owners.Purchase", "owners.Ownership", "owners.Ownership")
    cursor.execute(
        f"SELECT owner_id FROM owners_purchase WHERE id IN ({going})"  # noqa: S608  a query of our own
        f" UNION SELECT owner_id FROM owners_ownership WHERE id IN ({going})",
        rows,
    )
    owners = {owner for (owner,) in cursor.fetchall()}
    cursor.execute(
        f"SELECT DISTINCT home_id FROM owners_purchase WHERE id IN ({going}) AND home_id IS NOT NULL",  # noqa: S608
        rows[:2],
    )
    sold = {home for (home,) in cursor.fetchall()}

    def after(actor, now: datetime) -> None:
        still_here = set(Home.objects.filter(pk__in=sold).values_list("pk", flat=True))
        _put_back(actor, still_here, now)
        stages.refresh(owners, now=now)

    return after


def _put_back(actor, homes: set[int], now: datetime) -> None:
    """Homes that are still here stand where their remaining purchases put them."""
    best: dict[int, tuple[int, HomeStatus]] = {}
    live = Purchase.objects.filter(home__in=homes, cancelled_on=None)
    for home, kind in live.values_list("home", "kind"):
        best[home] = max(best.get(home, (0, HomeStatus.ON_SALE)), _LIVE_RANK[kind])
    wanted = {home: best.get(home, (0, HomeStatus.ON_SALE))[1] for home in homes}
    stands = dict(Home.objects.filter(pk__in=homes).values_list("pk", "status"))
    moving = {home: status for home, status in wanted.items() if stands[home] != status}
    # by way of the sale, since a home never goes from signed to reserved
    follow_purchases(actor, dict.fromkeys(moving, HomeStatus.ON_SALE), now=now)
    follow_purchases(actor, {h: s for h, s in moving.items() if s != HomeStatus.ON_SALE}, now=now)
