"""From a verdict to what the rooms below do. Every act goes through their services."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from crm.calendars.arithmetic import add_working_days
from crm.calendars.services import calendar_for
from profitability.plans.rules import Plan, cost
from service_desk.cases import services as cases
from service_desk.cases.states import CaseStatus
from service_desk.directives import services as directives
from service_desk.directives.models import Directive
from service_desk.directives.states import OPEN

from . import wording
from .states import Purpose, Verdicts

PURPOSES = {
    Verdicts.REOPEN: Purpose.RECOVER_CASE,
    Verdicts.DIRECTIVE: Purpose.ANSWER_FEEDBACK,
    Verdicts.RECOVER: Purpose.WIN_BACK,
}


@dataclass(frozen=True)
class Done:
    """What was carried out, and the directive that came of it."""

    what: str
    directive: Directive | None = None


def carry_out(actor, feedback, verdict, *, decision_ref: UUID, now: datetime) -> Done:
    """Do what the verdict says, in the caller's transaction."""
    if verdict.outcome == Verdicts.CLOSE:
        return _close(actor, feedback, verdict, now)
    if verdict.outcome == Verdicts.THANK:
        return _thank(actor, feedback, now)
    if verdict.outcome == Verdicts.REOPEN:
        cases.reopen(actor, feedback.case, because=_spoken(feedback, wording.because, verdict), now=now)
    directive = _order(actor, feedback, verdict, decision_ref, now)
    if directive.decision_ref != decision_ref:
        return Done("joined_open_directive", directive)
    return Done("reopened" if verdict.outcome == Verdicts.REOPEN else "directed", directive)


def _close(actor, feedback, verdict, now) -> Done:
    because = _spoken(feedback, wording.because, verdict)
    case = cases.close(actor, feedback.case, because=because, visit=feedback.visit, now=now)
    return Done("closed" if case.status == CaseStatus.CLOSED else "closes_with_last_visit")


def _thank(actor, feedback, now) -> Done:
    """Praise is passed on to those who earned it; the owner was thanked where he gave it."""
    if feedback.case is None or feedback.opinion != "praise":
        return Done("thanked")
    words = _spoken(
        feedback, lambda said: _("The owner praises: %(words)s") % {"words": said.words}, feedback
    )
    cases.note(actor, feedback.case, body=words, now=now)
    return Done("praise_passed_on")


def _order(actor, feedback, verdict, decision_ref: UUID, now: datetime) -> Directive:
    assignee = responsible_for(feedback)
    with translation.override(_language_of(assignee)):
        instruction = wording.instruction(verdict.plan, feedback)
        reason = wording.because(verdict)
    return directives.issue(
        actor,
        owner=feedback.owner,
        case=feedback.case,
        project=feedback.project,
        purpose=PURPOSES[Verdicts(verdict.outcome)],
        plan=verdict.plan,
        instruction=instruction,
        reason=reason,
        budget_amount=verdict.budget,
        currency=feedback.project.currency,
        assignee=assignee,
        due_at=due(feedback.project, verdict.within_days, now),
        decision_ref=decision_ref,
        now=now,
    )


def replace_directive(actor, decision, *, plan: str, because: str, now: datetime) -> Directive:
    """Withdraw the decision's open directive and issue another one, with the supervisor's plan and reason."""
    old = decision.directive
    directives.withdraw(actor, old, because=because, now=now)
    with translation.override(_language_of(old.assignee)):
        instruction = wording.instruction(plan, decision.feedback)
    return directives.issue(
        actor,
        owner=decision.owner,
        case=decision.case,
        project=decision.project,
        purpose=old.purpose,
        plan=plan,
        instruction=instruction,
        reason=because,
        budget_amount=cost(Plan(plan), old.currency),
        currency=old.currency,
        assignee=old.assignee,
        due_at=old.due_at,
        decision_ref=decision.public_id,
        now=now,
    )


def is_open(directive: Directive | None) -> bool:
    return directive is not None and directive.status in OPEN


def responsible_for(feedback):
    """Whoever handles the case, else the owner's relationship manager, else the desk as a whole."""
    if feedback.case is not None and feedback.case.assignee_id:
        return feedback.case.assignee
    return feedback.owner.manager


def due(project, working_days: int, now: datetime) -> datetime:
    return add_working_days(calendar_for(project), now, working_days)


def _language_of(user) -> str:
    return user.language if user is not None else settings.LANGUAGE_CODE


def _spoken(feedback, words, subject) -> str:
    """A reason in the language of whoever handles the case."""
    with translation.override(_language_of(responsible_for(feedback))):
        return words(subject)
