"""Profitability's share of the town: the margins of all contracts, and two years of fees, in bulk."""

import random
from datetime import timedelta

from crm.accounts.services import system_user
from owners.contracts.models import Ownership, Purchase

from .ledger import services as ledger
from .ledger.models import LedgerEntry
from .ledger.states import EntryKind
from .lifetime.services import ensure_assumptions

SEED = 20261125
FEE_A_SQUARE_METRE = {"CNY": 3_600, "EUR": 5_200}  # minor units a year
YEARS = 2
REFERRALS, GIFTS = 60, 140


def load(world, *, now) -> None:
    """Every contract's margin, the fees of each home lived in, some referrals and gifts."""
    chance = random.Random(SEED)  # noqa: S311  the town is the same each time
    machine = system_user("profitability")
    ensure_assumptions(now=now - timedelta(days=YEARS * 365))
    entries = [*_margins(machine, now), *_fees(machine, now), *_extras(world, chance, machine, now)]
    ledger.post_many(entries)


def _margins(machine, now):
    contracts = Purchase.objects.filter(kind="contract", cancelled_on__isnull=True)
    for purchase in contracts.iterator(chunk_size=2000):
        entry = ledger.margin_entry(purchase, actor=machine, now=now)
        if entry is not None:
            yield entry


def _fees(machine, now):
    """One entry a year for each home that has been handed over."""
    held = Ownership.objects.current(now.date()).filter(home__handover_on__isnull=False)
    for ownership in held.select_related("owner", "home__project").iterator(chunk_size=2000):
        home = ownership.home
        for year in range(YEARS):
            at = now - timedelta(days=365 * year + 20)
            if max(home.handover_on, ownership.since) < at.date():
                ref = f"fee-{ownership.pk}-{at.year}"
                yield _entry(
                    ownership.owner, home.project, EntryKind.PROPERTY_FEE, _fee(home), ref, at, machine, now
                )


def _fee(home) -> int:
    return round(float(home.area or 90) * FEE_A_SQUARE_METRE.get(home.project.currency, 3_600))


def _extras(world, chance, machine, now):
    """Somebody recommends us; somebody gets a gift at the Mid-Autumn feast."""
    living = [owner for owner in world.owners if world.homes_of.get(owner.pk)]
    for number, owner in enumerate(chance.sample(living, min(REFERRALS, len(living)))):
        project = world.homes_of[owner.pk][0].project
        at = now - timedelta(days=chance.randint(5, 700))
        amount = chance.randint(4, 14) * (100_000 if project.currency == "EUR" else 1_000_000)
        yield _entry(owner, project, EntryKind.REFERRAL, amount, f"referral-{number}", at, machine, now)
    for number, owner in enumerate(chance.sample(living, min(GIFTS, len(living)))):
        project = world.homes_of[owner.pk][0].project
        at = now - timedelta(days=chance.choice((55, 420)))
        amount = -3_500 if project.currency == "EUR" else -18_800
        yield _entry(owner, project, EntryKind.GIFT, amount, f"gift-{number}", at, machine, now)


def _entry(owner, project, kind, amount, ref, at, machine, now):
    return LedgerEntry(
        owner=owner,
        project=project,
        kind=kind,
        amount=amount,
        currency=project.currency,
        source_kind="demo",
        source_ref=ref,
        at=at,
        posted_by=machine,
        posted_at=now,
    )
