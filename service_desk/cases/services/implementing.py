"""Step five: what was agreed is carried out, each action followed until it is done."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, Refused
from crm.events.services import publish
from service_desk.cases import rules
from service_desk.cases.events import CaseCompleted
from service_desk.cases.models import Action, Case
from service_desk.cases.services.moves import locked, locked_paper, move, must_stand_in, need, write
from service_desk.cases.states import ActionStatus, CaseStatus
from service_desk.cases.terms import Verb
from service_desk.clocks import services as clocks
from service_desk.clocks.models import DeadlineKind
from service_desk.promises import services as promises


@transaction.atomic
def add_action(
    actor,
    case: Case,
    *,
    department,
    description: str,
    due_on: date | None = None,
    version: int | None = None,
    now: datetime,
) -> Action:
    """Set one thing that a department has to do for this case."""
    need(description=description)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.AGREED, CaseStatus.IMPLEMENTING)
    action = Action.objects.create(
        case=case,
        round=case.round,
        department=department,
        description=description,
        due_on=due_on,
        set_by=actor,
        set_at=now,
    )
    detail = {"action": str(action.public_id), "department": department.pk}
    if case.status == CaseStatus.AGREED:
        move(case, CaseStatus.IMPLEMENTING, by=actor, now=now, verb=Verb.ACTION_ADDED, detail=detail)
    else:
        write(case, by=actor, verb=Verb.ACTION_ADDED, detail=detail, now=now)
    return action


@transaction.atomic
def finish_action(actor, action: Action, *, result: str, now: datetime) -> Action:
    """The department reports one action as done, with what came of it."""
    need(result=result)
    action = locked_paper(action)
    if action.status != ActionStatus.OPEN:
        raise IllegalMove(stands_in=action.status)
    must_stand_in(action.case, CaseStatus.IMPLEMENTING)
    move(action, ActionStatus.DONE, by=actor, now=now, result=result, done_by=actor, done_at=now)
    detail = {"action": str(action.public_id), "department": action.department_id}
    write(action.case, by=actor, verb=Verb.ACTION_FINISHED, detail=detail, now=now)
    return action


@transaction.atomic
def complete(actor, case: Case, *, result: str, version: int | None = None, now: datetime) -> Case:
    """Report the work as carried out: from here on the owner is asked.

    Every action must be done. Inquiries, suggestions and praise are completed by the agent's own answer.
    """
    need(result=result)
    case = locked(case, version)
    if not rules.completes_directly(case.kind, case.status):
        must_stand_in(case, CaseStatus.AGREED, CaseStatus.IMPLEMENTING)
    open_actions = case.actions.filter(status=ActionStatus.OPEN).count()
    if open_actions:
        raise Refused(_("Some actions are still open."), code="actions_open", open=open_actions)
    promises.keep_what_was_agreed(actor, case, now=now)
    clocks.keep(case, DeadlineKind.ANSWER, DeadlineKind.FIRST_RESPONSE, DeadlineKind.RESOLUTION, now=now)
    clocks.cancel(case, kinds=[DeadlineKind.PROGRESS], now=now)
    move(
        case,
        CaseStatus.COMPLETED,
        by=actor,
        now=now,
        verb=Verb.COMPLETED,
        detail={"round": case.round},
        result=result,
        completed_at=now,
    )
    fact = CaseCompleted(
        case_id=case.pk, owner_id=case.owner_id, project_id=case.project_id, round=case.round
    )
    publish(fact, now=now)
    return case
