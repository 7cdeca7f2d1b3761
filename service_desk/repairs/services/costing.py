"""What a repair cost, who answers for it, and what comes back from them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused
from service_desk.cases.services.moves import need
from service_desk.repairs import rules
from service_desk.repairs.models import CostLine, LiableParty, Recovery, RepairOrder
from service_desk.repairs.states import CostKind, RecoveryStatus, RepairStatus

from .moves import cost_changed, locked_below, locked_order, move, write


@transaction.atomic
def add_cost(
    actor, order: RepairOrder, *, kind: str, amount: int, description: str = "", now: datetime
) -> CostLine:
    """Write down an amount (minor units of the project's currency); less than nothing takes a mistake back."""
    if kind not in CostKind.values:
        raise Refused(fields={"kind": _("This choice is not known.")})
    if amount == 0:
        raise Refused(fields={"amount": _("An entry needs an amount.")})
    order = locked_order(order)
    if order.status == RepairStatus.CANCELLED and amount > 0:
        raise IllegalMove(stands_in=order.status)
    if order.cost + amount < 0:
        raise Refused(fields={"amount": _("More cannot be taken back than was written down.")})
    line = CostLine.objects.create(
        order=order,
        kind=kind,
        amount=amount,
        description=description.strip()[:200],
        currency=order.currency,
        added_by=actor,
        added_at=now,
    )
    write(order, cost=order.cost + amount)
    record(actor, "repairs.add_cost", order, now=now, after={"amount": amount, "kind": kind})
    cost_changed(order, f"cost:{line.pk}", now=now)
    return line


@transaction.atomic
def set_liable(actor, order: RepairOrder, *, parties: Sequence[tuple], now: datetime) -> list[LiableParty]:
    """Say which contractors answer for what share in percent, at most three; said again it replaces what was said.

    `parties` are (contractor, share). Refused once something was claimed on the old shares.
    """
    shares = [share for _contractor, share in parties]
    if rules.wrong_shares(shares):
        raise Refused(fields={"share": _("At most three contractors, and together at most 100 percent.")})
    if len({contractor.pk for contractor, _share in parties}) != len(parties):
        raise Refused(fields={"contractor": _("Each contractor stands once.")})
    order = locked_order(order)
    if order.recoveries.exists():
        raise Refused(_("Something was claimed on these shares already."), code="claimed_already")
    before = list(order.liable.order_by("position").values_list("contractor__code", "share"))
    order.liable.all().delete()
    rows = LiableParty.objects.bulk_create(
        LiableParty(order=order, contractor=contractor, position=place, share=share)
        for place, (contractor, share) in enumerate(parties, start=1)
    )
    after = [[contractor.code, share] for contractor, share in parties]
    record(
        actor,
        "repairs.set_liable",
        order,
        now=now,
        before={"parties": [list(pair) for pair in before]},
        after={"parties": after},
    )
    return rows


@transaction.atomic
def claim(actor, order: RepairOrder, *, now: datetime) -> list[Recovery]:
    """Claim from each liable contractor his share of what the repair cost so far; not twice."""
    order = locked_order(order)
    parties = list(order.liable.select_related("contractor").order_by("position"))
    if not parties:
        raise Refused(_("First say which contractors are liable."), code="nobody_liable")
    if order.recoveries.exists():
        raise Refused(_("It has been claimed already."), code="claimed_already")
    amounts = rules.claims(order.cost, [party.share for party in parties])
    if not any(amounts):
        raise Refused(_("The repair has cost nothing yet."), code="no_cost")
    rows = Recovery.objects.bulk_create(
        Recovery(
            order=order,
            contractor=party.contractor,
            claimed=amount,
            currency=order.currency,
            claimed_at=now,
            moved_at=now,
        )
        for party, amount in zip(parties, amounts, strict=True)
        if amount
    )
    record(actor, "repairs.claim", order, now=now, after={"amounts": amounts})
    return rows


@transaction.atomic
def move_recovery(
    actor, recovery: Recovery, *, to: str, amount: int | None = None, because: str = "", now: datetime
) -> Recovery:
    """The contractor agrees to an amount, pays one, or it is written off with the reason."""
    if to not in (RecoveryStatus.AGREED, RecoveryStatus.RECEIVED, RecoveryStatus.WRITTEN_OFF):
        raise Refused(fields={"to": _("This choice is not known.")})
    recovery = locked_below(recovery)
    changes = {"moved_at": now}
    if to == RecoveryStatus.WRITTEN_OFF:
        need(because=because)
        changes["because"] = because.strip()[:300]
    else:
        top = recovery.claimed if to == RecoveryStatus.AGREED else recovery.agreed
        if amount is None or amount < 0 or (top is not None and amount > top):
            raise Refused(fields={"amount": _("Between nothing and what was claimed or agreed.")})
        changes["agreed" if to == RecoveryStatus.AGREED else "received"] = amount
    before = recovery.status
    move(recovery, to, **changes)
    after = {"status": str(to), "amount": amount}
    record(actor, "repairs.move_recovery", recovery.order, now=now, before={"status": before}, after=after)
    if to == RecoveryStatus.RECEIVED:
        rows = recovery.order.recoveries.aggregate(sum=Sum("received"))
        write(recovery.order, recovered=rows["sum"] or 0)
        cost_changed(recovery.order, f"received:{recovery.pk}", now=now)
    return recovery
