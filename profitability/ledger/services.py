"""The only writers of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.errors import Refused
from owners.contracts.states import PurchaseKind

from .models import LedgerEntry
from .states import EntryKind

ESTIMATED_MARGIN = 0.12  # of the price, where the contract does not name its margin; such entries are marked
BATCH = 5000
MOST = 10**15  # minor units: what every reader of the API holds exactly, and a hundred such fit the column
EARLIEST = 1980


@dataclass(frozen=True)
class Source:
    """Where an amount comes from. The same source posts the same kind once."""

    kind: str
    ref: str


def post(
    actor,
    *,
    owner,
    project,
    kind: str,
    amount: int,
    currency: str,
    source: Source,
    at: datetime,
    note: str = "",
    estimated: bool = False,
    now: datetime,
) -> LedgerEntry | None:
    """Write one amount (minor units, cost negative); None where this source has posted this kind before.

    Raises Refused for an unknown kind or no amount.
    """
    if kind not in EntryKind.values:
        raise Refused(fields={"kind": _("This choice is not known.")})
    if amount == 0:
        raise Refused(fields={"amount": _("An entry needs an amount.")})
    entry = LedgerEntry(
        owner=owner,
        project=project,
        at=at,
        kind=kind,
        amount=amount,
        currency=currency,
        estimated=estimated,
        source_kind=source.kind,
        source_ref=source.ref,
        note=note[:200],
        posted_by=actor,
        posted_at=now,
    )
    return _insert(entry)


def check_by_hand(project, *, currency: str, at: datetime, now: datetime) -> None:
    """Refused where an amount that is told to us could not stand in the project's report, or arose in no real time."""
    if currency != project.currency:
        text = _("This project keeps its accounts in %(currency)s.") % {"currency": project.currency}
        raise Refused(fields={"currency": text})
    if at > now + timedelta(days=1) or at.year < EARLIEST:
        raise Refused(fields={"at": _("An amount arises in the past, and not before this house did.")})


def _insert(entry: LedgerEntry) -> LedgerEntry | None:
    """The unique source decides, not a look beforehand; None where it was there before."""
    LedgerEntry.objects.bulk_create([entry], ignore_conflicts=True)
    return LedgerEntry.objects.filter(public_id=entry.public_id).first()


def post_many(entries: Iterable[LedgerEntry]) -> int:
    """Write many entries in batches, leaving out what was posted before; how many were new."""
    entries = list(entries)
    if not entries:
        return 0
    written = LedgerEntry.objects.bulk_create(entries, batch_size=BATCH, ignore_conflicts=True)
    keys = [entry.public_id for entry in written]
    return LedgerEntry.objects.filter(public_id__in=keys).count()


def post_purchase(actor, purchase, *, now: datetime) -> LedgerEntry | None:
    """The margin of one signed contract; None where it was posted before or the contract brings none."""
    entry = margin_entry(purchase, actor=actor, now=now)
    return _insert(entry) if entry is not None else None


def reverse_purchase(actor, purchase, *, now: datetime) -> LedgerEntry | None:
    """The opposite entry of a purchase that was cancelled; None where nothing was posted for it."""
    posted = LedgerEntry.objects.filter(
        source_kind="purchase", source_ref=purchase.number, kind=EntryKind.PURCHASE_MARGIN
    ).first()
    if posted is None:
        return None
    return post(
        actor,
        owner=posted.owner,
        project=posted.project,
        kind=EntryKind.PURCHASE_MARGIN,
        amount=-posted.amount,
        currency=posted.currency,
        source=Source("purchase_cancelled", purchase.number),
        at=now,
        estimated=posted.estimated,
        now=now,
    )


def margin_entry(purchase, *, actor, now: datetime) -> LedgerEntry | None:
    """The ledger line of a purchase, not yet written. Only our own sale earns: not an intention, not a resale."""
    if purchase.kind != PurchaseKind.CONTRACT or purchase.cancelled_on is not None:
        return None
    known = purchase.margin_amount is not None
    amount = purchase.margin_amount if known else round(purchase.amount * ESTIMATED_MARGIN)
    if amount == 0:
        return None
    return LedgerEntry(
        owner_id=purchase.owner_id,
        project_id=purchase.project_id,
        at=timezone.make_aware(datetime.combine(purchase.signed_on, time(12))),
        kind=EntryKind.PURCHASE_MARGIN,
        amount=amount,
        currency=purchase.currency,
        estimated=not known,
        source_kind="purchase",
        source_ref=purchase.number,
        posted_by=actor,
        posted_at=now,
    )


@transaction.atomic
def post_service(actor, case, *, hours: float, round_number: int, now: datetime) -> LedgerEntry | None:
    """What handling a case cost in working time, once a round; None for a case without an owner."""
    if case.owner_id is None:
        return None
    return post(
        actor,
        owner=case.owner,
        project=case.project,
        kind=EntryKind.SERVICE_HOURS,
        amount=-max(1, round(hours * hourly_cost(case.project.currency))),
        currency=case.project.currency,
        source=Source("case", f"{case.number}/{round_number}"),
        at=now,
        note=f"{hours:g} h",
        estimated=True,
        now=now,
    )


HOURLY = {"CNY": 12_000, "TWD": 50_000, "EUR": 4_500}


def hourly_cost(currency: str) -> int:
    """What an hour of service costs us, in minor units."""
    return HOURLY.get(currency, HOURLY["CNY"])


PART_KINDS = {
    "repair": EntryKind.REPAIR,
    "replacement": EntryKind.REPAIR,
    "warranty": EntryKind.REPAIR,
    "money": EntryKind.COMPENSATION,
    "discount": EntryKind.COMPENSATION,
    "other": EntryKind.COMPENSATION,
    "gift": EntryKind.GIFT,
}


def post_proposal(actor, case, proposal, *, now: datetime) -> int:
    """The cost of what was agreed, part by part; how many entries were new."""
    if case.owner_id is None:
        return 0
    return post_many(
        LedgerEntry(
            owner_id=case.owner_id,
            project_id=case.project_id,
            at=now,
            kind=PART_KINDS[part.kind],
            amount=-part.amount,
            currency=part.currency,
            source_kind="proposal_part",
            source_ref=f"{proposal.number}/{part.pk}",
            posted_by=actor,
            posted_at=now,
        )
        for part in proposal.parts.all()
        if part.amount and part.kind in PART_KINDS
    )


@transaction.atomic
def post_repair(actor, case, *, net: int, over: bool, change: str, now: datetime) -> LedgerEntry | None:
    """Bring the ledger to what the repairs of a case really cost (`net` of what contractors paid back).

    What was agreed with the owner was posted as a promise. While work goes on the larger of the two counts; once it
    is `over`, what it cost. Only the difference is posted, named by the `change` that made it; None where there is
    none.
    """
    if case.owner_id is None:
        return None
    promised, adjusted = _repair_posted(case)
    due = net if over else max(net, promised)
    difference = (promised + adjusted) - due
    if difference == 0:
        return None
    return post(
        actor,
        owner=case.owner,
        project=case.project,
        kind=EntryKind.REPAIR,
        amount=difference,
        currency=case.project.currency,
        source=Source("repair", f"{case.number}/{change}"[:64]),
        at=now,
        now=now,
    )


def _repair_posted(case) -> tuple[int, int]:
    """What repairs of this case stand at, as cost: from promises, and from adjustments since."""
    rows = LedgerEntry.objects.filter(kind=EntryKind.REPAIR)
    made = rows.filter(source_kind="repair", source_ref__startswith=f"{case.number}/")
    parts = [f"{number}/{pk}" for number, pk in case.proposals.values_list("number", "parts__pk") if pk]
    agreed = rows.filter(source_kind="proposal_part", source_ref__in=parts)
    total = Sum("amount")
    return -(agreed.aggregate(sum=total)["sum"] or 0), -(made.aggregate(sum=total)["sum"] or 0)
