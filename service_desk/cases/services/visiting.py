"""Step six: the owner is visited or called again, by somebody who did not handle his case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.errors import IllegalMove, NotAllowed, Refused
from crm.events.services import publish
from service_desk.cases import rules
from service_desk.cases.events import ReturnVisitRecorded
from service_desk.cases.models import Case, ReturnVisit
from service_desk.cases.services.closing import shut
from service_desk.cases.services.moves import locked, locked_paper, move, must_stand_in, save, write
from service_desk.cases.states import CaseStatus, VisitStatus
from service_desk.cases.terms import Verb, VisitOutcome
from service_desk.clocks import services as clocks
from service_desk.clocks.models import Deadline, DeadlineKind
from service_desk.linking.selectors import blocking_children

OUTCOME_STATUS = {
    VisitOutcome.REACHED: VisitStatus.DONE,
    VisitOutcome.REFUSED: VisitStatus.REFUSED,
    VisitOutcome.NO_ANSWER: VisitStatus.UNREACHED,
    VisitOutcome.NOT_NOW: VisitStatus.UNREACHED,
}
# Whoever did one of these handled the case, though it has passed on since; whoever only wrote it down or signed did not.
HANDLING = (
    Verb.INVESTIGATED,
    Verb.EXPLAINED,
    Verb.SLIP_ANSWERED,
    Verb.PROPOSED,
    Verb.OFFERED,
    Verb.ACTION_FINISHED,
    Verb.COMPLETED,
)


@transaction.atomic
def plan_return_visits(actor, case: Case, *, visits: int | None = None, now: datetime) -> list[ReturnVisit]:
    """Plan the return visits of this round, each with its clock; asked twice, the same ones come back.

    `visits` is how many; by default what the procedure asks for, which may be none. The first is due within
    five working days of completion, each further one five later.
    """
    case = locked(case)
    must_stand_in(case, CaseStatus.COMPLETED, CaseStatus.VISITING)
    if case.status == CaseStatus.VISITING:
        return list(case.visits.filter(round=case.round).order_by("sequence"))
    wanted = rules.visits_wanted(case.kind, case.subject) if visits is None else visits
    if wanted == 0:
        return []
    planned = _write_visits(case, wanted, now)
    detail = {"visits": [visit.number for visit in planned], "round": case.round}
    move(case, CaseStatus.VISITING, by=actor, now=now, verb=Verb.VISITS_PLANNED, detail=detail)
    return planned


def _write_visits(case: Case, wanted: int, now: datetime) -> list[ReturnVisit]:
    drawn = numbers.draw_many("visit", wanted, now)
    planned, running = [], []
    for sequence, number in enumerate(drawn, start=1):
        clock = clocks.draft(case, DeadlineKind.RETURN_VISIT, turn=sequence, now=now)
        visit = ReturnVisit(
            number=number,
            case=case,
            round=case.round,
            sequence=sequence,
            planned_at=now,
            due_at=clock.due_at,
        )
        planned.append(visit)
        running.append(clock)
    ReturnVisit.objects.bulk_create(planned)
    for visit, clock in zip(planned, running, strict=True):
        clock.visit = visit
    Deadline.objects.bulk_create(running)
    return planned


@transaction.atomic
def record_return_visit(
    actor, visit: ReturnVisit, *, outcome: str, words: str = "", now: datetime
) -> ReturnVisit:
    """What came of a return visit. Not reached: it stays planned for another try, up to three in all.

    Raises NotAllowed where the actor handled the case himself: the procedure wants an independent voice.
    """
    if outcome not in VisitOutcome.values:
        raise Refused(fields={"outcome": _("This choice is not known.")})
    visit = locked_paper(visit)
    case = visit.case
    if _handled(actor, case):
        raise NotAllowed(
            _("Somebody who did not handle the case makes its return visit."), code="not_independent"
        )
    must_stand_in(case, CaseStatus.VISITING)
    if visit.status != VisitStatus.PLANNED:
        raise IllegalMove(stands_in=visit.status)
    attempts = visit.attempts + 1
    made = {"attempts": attempts, "outcome": outcome, "words": words, "officer": actor, "visited_at": now}
    if rules.visit_is_over(outcome, attempts):
        clocks.meet(case, DeadlineKind.RETURN_VISIT, visit=visit, now=now)
        move(visit, OUTCOME_STATUS[outcome], by=actor, now=now, **made)
    else:
        _try_again(case, visit, made, now)
    verb = Verb.VISITED if outcome == VisitOutcome.REACHED else Verb.VISIT_FAILED
    detail = {"visit": visit.number, "outcome": outcome, "attempt": attempts}
    write(case, by=actor, verb=verb, detail=detail, now=now)
    fact = ReturnVisitRecorded(case_id=case.pk, visit_id=visit.pk, owner_id=case.owner_id, outcome=outcome)
    publish(fact, now=now)
    _close_if_only_the_visit_was_missing(actor, case, visit, now)
    return visit


def _handled(actor, case: Case) -> bool:
    return actor.pk == case.assignee_id or case.history.filter(actor=actor, verb__in=HANDLING).exists()


def _try_again(case: Case, visit: ReturnVisit, made: dict, now: datetime) -> None:
    """The visit stays planned; a shorter clock is set for the next try."""
    clocks.cancel(case, visit=visit, now=now)
    clock = clocks.start(
        case, DeadlineKind.RETURN_VISIT, visit=visit, working_days=rules.RETRY_WORKING_DAYS, now=now
    )
    save(visit, **made, due_at=clock.due_at)


def _close_if_only_the_visit_was_missing(actor, case: Case, visit: ReturnVisit, now: datetime) -> None:
    """A satisfied owner who then cannot be reached for his last visit does not keep the case open.

    A visit that reached him brings a new answer, and the decision waits for that.
    """
    if visit.status not in (VisitStatus.UNREACHED, VisitStatus.REFUSED) or not case.closings_agreed:
        return
    if blocking_children(case):
        return
    if not case.visits.filter(round=case.round, status=VisitStatus.PLANNED).exists():
        shut(actor, case, because="", now=now)
