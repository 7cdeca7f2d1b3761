"""A repair is ordered for a case, and is done or called off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.errors import IllegalMove, Refused
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, must_stand_in, need
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Verb
from service_desk.repairs import rules
from service_desk.repairs.models import RepairOrder
from service_desk.repairs.states import CALL_OPEN, CallStatus, RepairStatus

from .moves import cost_changed, locked_order, move, tell


@transaction.atomic
def order(actor, case: Case, *, description: str, part=None, now: datetime) -> RepairOrder:
    """Order a repair for an open case; the part is the one that the warranty was judged by, unless another is named.

    Where the same part of that home was repaired not more than ninety days ago, the order is marked as again.
    """
    need(description=description)
    case = locked(case)
    must_stand_in(case, *OPEN)
    if case.home_id is None:
        raise Refused(_("First say which home it is about."), code="no_home")
    judged = getattr(case, "warranty", None)
    part = part or (judged.part if judged else None)
    row = RepairOrder.objects.create(
        number=numbers.draw("repair", now),
        case=case,
        part=part,
        description=description,
        again=_again(case, part, now),
        ordered_by=actor,
        ordered_at=now,
        currency=case.currency,
    )
    tell(actor, row, Verb.REPAIR_ORDERED, detail={"again": row.again}, now=now)
    return row


def _again(case: Case, part, now: datetime) -> bool:
    before = RepairOrder.objects.filter(case__home=case.home_id, status=RepairStatus.DONE)
    before = before.filter(done_at__gte=now - rules.AGAIN_WITHIN, part=part) if part else before.none()
    return rules.is_again(before.values_list("done_at", flat=True), now)


@transaction.atomic
def finish(actor, row: RepairOrder, *, result: str, now: datetime) -> RepairOrder:
    """The repair is done. No visit may still be ahead."""
    need(result=result)
    row = locked_order(row)
    if row.calls.filter(status__in=CALL_OPEN).exists():
        raise Refused(_("A visit is still ahead: record or cancel it first."), code="visit_ahead")
    move(row, RepairStatus.DONE, result=result, done_at=now)
    tell(actor, row, Verb.REPAIR_DONE, now=now)
    cost_changed(row, "done", now=now)
    return row


@transaction.atomic
def cancel(actor, row: RepairOrder, *, because: str, now: datetime) -> RepairOrder:
    """Call the repair off with a reason; visits that are still ahead are cancelled with it."""
    need(because=because)
    row = locked_order(row)
    if row.status != RepairStatus.ORDERED:
        raise IllegalMove(stands_in=row.status)
    for call in row.calls.select_for_update(no_key=True).filter(status__in=CALL_OPEN):
        move(call, CallStatus.CANCELLED)
    move(row, RepairStatus.CANCELLED, result=because)
    tell(actor, row, Verb.REPAIR_CANCELLED, because=because, now=now)
    cost_changed(row, "cancelled", now=now)
    return row
