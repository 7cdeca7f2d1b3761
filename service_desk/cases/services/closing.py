"""Step seven: satisfied closes it, anything less starts again from the investigation.

Which of the two is coordination's decision. Here is what carries it out, and what it may not skip: an
engineering complaint is visited twice before it is closed.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.errors import NotAllowed, Refused
from crm.events.services import publish
from service_desk.cases import rules
from service_desk.cases.access import may_overrule
from service_desk.cases.events import CaseClosed, CaseReopened
from service_desk.cases.models import Case
from service_desk.cases.services.departments import return_result
from service_desk.cases.services.moves import locked, move, must_stand_in, need, write
from service_desk.cases.states import VISIT_MADE, CaseStatus, VisitStatus
from service_desk.cases.terms import PROCEDURE_KINDS, Verb, VisitOutcome
from service_desk.clocks import services as clocks
from service_desk.clocks.models import DeadlineKind
from service_desk.handingover import ending as handing_over
from service_desk.linking.selectors import blocking_children


@transaction.atomic
def close(actor, case: Case, *, because: str, visit=None, version: int | None = None, now: datetime) -> Case:
    """Close a case whose owner is content, or who was told why his complaint is not substantiated.

    Where the procedure still owes a return visit, a decision of the machine is kept and the case closes with the
    last visit; `visit` is the one whose questionnaire the owner answered, which is then not made a second time. A
    supervisor who decides otherwise closes at once and answers for it with his reason.
    """
    need(because=because)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.COMPLETED, CaseStatus.VISITING, CaseStatus.EXPLAINED)
    _must_be_his_to_decide(actor, case)
    waiting_for = blocking_children(case)
    if case.status == CaseStatus.VISITING and actor.is_system:
        _count_answer(actor, case, because, visit, now)
        if waiting_for or case.visits.filter(round=case.round, status=VisitStatus.PLANNED).exists():
            return case
    if waiting_for:
        raise Refused(
            _("Parts of this case are still open: %(numbers)s.") % {"numbers": ", ".join(waiting_for)},
            code="children_open",
            open=waiting_for,
        )
    shut(actor, case, because=because, now=now)
    return case


def _must_be_his_to_decide(actor, case: Case) -> None:
    asks_owner = case.kind in PROCEDURE_KINDS and case.status != CaseStatus.EXPLAINED
    if asks_owner and not may_overrule(actor, case):
        raise NotAllowed(_("The owner's answer decides this; only a supervisor may overrule it."))


def _count_answer(actor, case: Case, because: str, about, now: datetime) -> None:
    """One answer of the owner lies behind this decision: of a visit, or by link in place of the visit whose link it
    was, of the next one where that is not known."""
    visits = list(case.visits.filter(round=case.round).order_by("sequence"))
    made = sum(visit.status in VISIT_MADE for visit in visits)
    planned = [visit for visit in visits if visit.status == VisitStatus.PLANNED]
    detail = {"answers": case.closings_agreed + 1}
    if planned and rules.answer_stands_for_visit(made, case.closings_agreed):
        visit = next((row for row in planned if about is not None and row.pk == about.pk), planned[0])
        clocks.meet(case, DeadlineKind.RETURN_VISIT, visit=visit, now=now)
        changes = {"outcome": VisitOutcome.REACHED, "visited_at": now}
        move(visit, VisitStatus.ANSWERED, by=actor, now=now, **changes)
        detail["visit"] = visit.number
    agreed = case.closings_agreed + 1
    write(
        case,
        by=actor,
        verb=Verb.CLOSING_AGREED,
        because=because,
        detail=detail,
        now=now,
        closings_agreed=agreed,
    )


def shut(actor, case: Case, *, because: str, now: datetime) -> None:
    """Close a held case and stop everything that still runs on it."""
    _stop(actor, case, now)
    handing_over.end_with(case, to=CaseStatus.CLOSED, by=actor, now=now)
    return_result(case, now=now)
    move(case, CaseStatus.CLOSED, by=actor, because=because, now=now, verb=Verb.CLOSED, closed_at=now)
    fact = CaseClosed(case_id=case.pk, owner_id=case.owner_id, project_id=case.project_id, round=case.round)
    publish(fact, now=now)


@transaction.atomic
def reopen(actor, case: Case, *, because: str, version: int | None = None, now: datetime) -> Case:
    """Start again from the investigation, one round further, with a new promise of an answer."""
    need(because=because)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.COMPLETED, CaseStatus.VISITING, CaseStatus.EXPLAINED)
    _must_be_his_to_decide(actor, case)
    _stop(actor, case, now)
    clocks.begin(case, now=now, again=True)
    move(
        case,
        CaseStatus.INVESTIGATING,
        by=actor,
        because=because,
        now=now,
        verb=Verb.REOPENED,
        detail={"round": case.round + 1},
        round=case.round + 1,
        substantiated=None,
        responsible=None,
        completed_at=None,
        closings_agreed=0,
    )
    fact = CaseReopened(case_id=case.pk, owner_id=case.owner_id, project_id=case.project_id, round=case.round)
    publish(fact, now=now)
    return case


def _stop(actor, case: Case, now: datetime) -> None:
    """Cancel what was still planned and all running clocks."""
    for visit in case.visits.select_for_update(no_key=True).filter(status=VisitStatus.PLANNED):
        move(visit, VisitStatus.CANCELLED, by=actor, now=now)
    clocks.cancel(case, now=now)
