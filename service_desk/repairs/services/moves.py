"""Locking and moving repairs: the case first, then the order, then what hangs on it; one order for everybody."""

from datetime import datetime

from crm.errors import IllegalMove
from crm.events.services import publish
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, remember
from service_desk.repairs import states
from service_desk.repairs.events import RepairCostChanged
from service_desk.repairs.models import Recovery, RepairCall, RepairOrder

MOVES = {
    RepairOrder: states.REPAIR_MOVES,
    RepairCall: states.CALL_MOVES,
    Recovery: states.RECOVERY_MOVES,
}


def locked_order(order: RepairOrder) -> RepairOrder:
    """The order as it stands now with its case, both held until the end of the transaction."""
    case = locked(Case(pk=order.case_id))
    row = RepairOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    row.case = case
    return row


def locked_below(row):
    """A visit or a recovery with its order and case."""
    order = locked_order(row.order)
    found = type(row).objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    found.order = order
    return found


def _move(row, to: str, **changes) -> None:
    """The only line that assigns a status."""
    if to not in MOVES[type(row)][row.status]:
        raise IllegalMove(stands_in=row.status, to=to)
    row.status = to
    write(row, status=to, **changes)


move = _move


def write(row, **changes) -> None:
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=[*changes])


def tell(actor, order: RepairOrder, verb: str, *, detail=None, because="", now: datetime) -> None:
    """A line in the history of the case, and the audit."""
    said = {"repair": order.number, **(detail or {})}
    status = order.case.status
    remember(order.case, by=actor, verb=verb, because=because, detail=said, now=now, came_from=status)


def cost_changed(order: RepairOrder, change: str, *, now: datetime) -> None:
    publish(RepairCostChanged(case_id=order.case_id, order_id=order.pk, change=change), now=now)
