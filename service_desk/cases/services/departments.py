"""Step three: the slip goes to the department, and its solution comes back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.errors import IllegalMove, Refused
from crm.events.services import publish
from service_desk.cases.events import SlipAnswered, SlipTransferred
from service_desk.cases.models import Case, TransferSlip
from service_desk.cases.services.moves import locked, locked_paper, move, must_stand_in, need, save, write
from service_desk.cases.states import CaseStatus, SlipStatus
from service_desk.cases.terms import Verb
from service_desk.clocks import services as clocks
from service_desk.clocks.models import DeadlineKind


@transaction.atomic
def transfer(
    actor,
    case: Case,
    *,
    department=None,
    request: str,
    asked_for: str = "",
    version: int | None = None,
    now: datetime,
) -> TransferSlip:
    """Ask a department (the responsible one unless another is named) for a solution within its deadline."""
    need(request=request)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.INVESTIGATING, CaseStatus.TRANSFERRED, CaseStatus.ANSWERED)
    if not case.substantiated:
        raise Refused(_("Only a substantiated complaint goes to a department."), code="not_substantiated")
    department = department or case.responsible
    if case.slips.filter(department=department, status=SlipStatus.SENT).exists():
        raise Refused(fields={"department": _("A slip already waits for this department.")})
    slip = send_slip(actor, case, department=department, request=request, asked_for=asked_for, now=now)
    note_transfer(actor, case, slip, now=now)
    return slip


def send_slip(
    actor, case: Case, *, department, request: str, asked_for: str = "", now: datetime
) -> TransferSlip:
    """Write the slip and start the department's clock; the caller holds the case and moves it."""
    slip = TransferSlip(
        number=numbers.draw("slip", now),
        case=case,
        round=case.round,
        department=department,
        request=request,
        asked_for=asked_for,
        sent_by=actor,
        sent_at=now,
    )
    clock = clocks.draft(case, DeadlineKind.DEPARTMENT_REPLY, now=now)
    slip.due_at = clock and clock.due_at
    slip.save(force_insert=True)
    if clock is not None:
        clock.slip = slip
        clock.save(force_insert=True)
    return slip


def note_transfer(actor, case: Case, slip: TransferSlip, *, now: datetime) -> None:
    """Move the case to the department where it is not there yet, and tell the fact."""
    detail = {"slip": slip.number, "department": slip.department_id, "round": case.round}
    if case.status == CaseStatus.TRANSFERRED:
        write(case, by=actor, verb=Verb.TRANSFERRED, detail=detail, now=now)
    else:
        move(case, CaseStatus.TRANSFERRED, by=actor, now=now, verb=Verb.TRANSFERRED, detail=detail)
    fact = SlipTransferred(
        case_id=case.pk, slip_id=slip.pk, department_id=slip.department_id, round=slip.round
    )
    publish(fact, now=now)


@transaction.atomic
def answer_slip(
    actor,
    slip: TransferSlip,
    *,
    solution: str,
    ready_on: date | None = None,
    cost: int | None = None,
    now: datetime,
) -> TransferSlip:
    """The department's solution, by when it can be done and at what cost (minor units). With the last waiting slip answered, the case comes back to the desk."""
    need(solution=solution)
    slip = locked_paper(slip)
    case = slip.case
    must_stand_in(case, CaseStatus.TRANSFERRED)
    if slip.status != SlipStatus.SENT:
        raise IllegalMove(stands_in=slip.status)
    said = {"solution": solution, "ready_on": ready_on, "cost": cost}
    move(slip, SlipStatus.ANSWERED, by=actor, now=now, **said, answered_by=actor, answered_at=now)
    clocks.meet(case, DeadlineKind.DEPARTMENT_REPLY, slip=slip, now=now)
    detail = {"slip": slip.number, "department": slip.department_id}
    if case.slips.filter(status=SlipStatus.SENT).exists():
        write(case, by=actor, verb=Verb.SLIP_ANSWERED, detail=detail, now=now)
    else:
        move(case, CaseStatus.ANSWERED, by=actor, now=now, verb=Verb.SLIP_ANSWERED, detail=detail)
    fact = SlipAnswered(case_id=case.pk, slip_id=slip.pk, department_id=slip.department_id, round=slip.round)
    publish(fact, now=now)
    return slip


def return_result(case: Case, *, now: datetime) -> None:
    """With the end of a case its result goes back to every department that was asked; the caller holds the case."""
    case.slips.filter(status=SlipStatus.ANSWERED).update(result_returned_at=now)


@transaction.atomic
def read_result(actor, slip: TransferSlip, *, now: datetime) -> TransferSlip:
    """The department has read what came of its solution; read twice, the first reading counts."""
    slip = locked_paper(slip)
    if slip.result_returned_at is None:
        raise IllegalMove(_("The result has not come back yet."))
    if slip.result_read_at is None:
        save(slip, result_read_by=actor, result_read_at=now)
    return slip
