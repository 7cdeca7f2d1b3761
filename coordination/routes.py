"""How the departments work together: which fact leads to what. The one table.

Each handler gets a fact and the moment, reads what the fact names, and calls one service. It runs in
the relay's transaction, so that it takes effect exactly once; it looks at the state it finds, because
a fact that was replayed may come late.
"""

from datetime import datetime

from coordination import rows, titles
from coordination.control import services as control
from coordination.decisions import selectors as decisions
from coordination.decisions import services as deciding
from coordination.decisions import wording
from coordination.dispatch import services as dispatching
from coordination.outcomes import services as outcomes
from crm.accounts.services import system_user
from owners.events import (
    HomeHandedOver,
    MergeUndone,
    OwnerAdded,
    OwnerChanged,
    OwnershipRecorded,
    OwnersMerged,
    PurchaseCancelled,
    PurchaseRecorded,
)
from profitability import services as profitability
from satisfaction.collection import selectors as asked
from satisfaction.collection import services as collection
from satisfaction.collection.states import Purpose
from satisfaction.events import FeedbackRecorded, QuestionnaireOpened
from satisfaction.feedback import selectors as feedback
from service_desk.cases import events as cases_events
from service_desk.cases import selectors as cases
from service_desk.cases import services as case_services
from service_desk.cases.states import CaseStatus
from service_desk.clocks import escalating
from service_desk.clocks import selectors as clocks
from service_desk.clocks.events import DeadlineDue
from service_desk.directives import selectors as directives
from service_desk.directives.events import DirectiveFulfilled, DirectiveIssued, DirectiveOverdue
from service_desk.groups import detecting
from service_desk.linking.selectors import blocking_children
from service_desk.promises.events import PromiseOverdue
from service_desk.repairs import selectors as repairs
from service_desk.repairs.events import RepairCostChanged

# What handling one round of a case takes, in hours, until time is recorded: assumed, and marked as such.
HOURS = {"complaint": 5.0, "repair": 4.0, "inquiry": 0.5, "suggestion": 0.5, "praise": 0.2}
VISIT_HOURS = 0.5


def machine():
    """Who acts when nobody does."""
    return system_user("coordination")


def case_registered(event, *, now: datetime) -> None:
    """A new case goes to the person it suits best; nobody there is an alarm. It may make a group of several."""
    case = cases.case_by_id(event.case_id)
    detecting.look_around(machine(), case, now=now)
    choice = dispatching.dispatch(machine(), case, now=now)
    if choice is None and case.status == CaseStatus.REGISTERED:
        control.raise_for_nobody(machine(), case, now=now)


def owner_decided(event, *, now: datetime) -> None:
    """What the owner agreed to will be paid: it stands in the ledger from now on."""
    if event.agreed:
        proposal = rows.proposal_by_id(event.proposal_id)
        profitability.post_proposal(machine(), proposal.case, proposal, now=now)
        _settle_repairs(proposal.case, f"agreed/{proposal.number}", now)


def repair_cost_changed(event, *, now: datetime) -> None:
    """What repairs really cost takes the place of what was promised for them."""
    order = repairs.order_by_id(event.order_id)
    _settle_repairs(order.case, f"{order.number}/{event.change}", now)


def _settle_repairs(case, change: str, now: datetime) -> None:
    found = repairs.net_of_case(case)
    if found is not None:
        profitability.post_repair(machine(), case, net=found.net, over=found.over, change=change, now=now)


def case_completed(event, *, now: datetime) -> None:
    """Plan the return visits and ask the owner with each; what needs none is closed.

    The case may have been started again before a late fact arrives: then there is nothing to plan.
    """
    case, actor = cases.case_by_id(event.case_id), machine()
    hours = HOURS.get(case.kind, 1.0)
    profitability.post_service(actor, case, hours=hours, round_number=event.round, now=now)
    if case.round != event.round or case.status not in (CaseStatus.COMPLETED, CaseStatus.VISITING):
        return
    if blocking_children(case):
        return  # the parts are asked themselves; who leads them closes the whole after the last
    if case.owner is None:
        case_services.close(actor, case, because=wording.for_case(case, "no_owner_to_ask"), now=now)
        return
    visits = case_services.plan_return_visits(actor, case, now=now)
    for visit in visits:
        collection.open_questionnaire(
            actor, owner=case.owner, case=case, visit=visit, purpose=Purpose.RETURN_VISIT, now=now
        )
    if not visits:
        case_services.close(actor, case, because=wording.for_case(case, "no_visit_due"), now=now)


def return_visit_recorded(event, *, now: datetime) -> None:
    """A visit takes time whether somebody opens the door or not; the last one without an answer is an alarm."""
    visit = cases.visit_by_id(event.visit_id)
    if visit.case.owner_id:
        hourly = profitability.hourly_cost(visit.case.project.currency)
        profitability.post(
            machine(),
            owner=visit.case.owner,
            project=visit.case.project,
            kind="visit",
            amount=-round(hourly * VISIT_HOURS),
            currency=visit.case.project.currency,
            source=profitability.Source("visit", f"{visit.number}/{visit.attempts}"),
            at=now,
            estimated=True,
            now=now,
        )
    if asked.ended_in_silence(visit.case):
        control.raise_for_silence(machine(), visit.case, now=now)


def feedback_recorded(event, *, now: datetime) -> None:
    """The heart of the loop: assess, decide, carry out."""
    deciding.decide_on(machine(), feedback.feedback_by_id(event.feedback_id), now=now)


def directive_fulfilled(event, *, now: datetime) -> None:
    """What was ordered is done: write it down, and ask whether it has helped."""
    directive = directives.directive_by_id(event.directive_id)
    decision = decisions.decision_behind(directive)
    outcomes.record_fulfilment(machine(), directive, decision=decision, now=now)


def directive_overdue(event, *, now: datetime) -> None:
    """What was ordered for an owner was not done by its day: the supervisor hears of it."""
    control.raise_for_directive(machine(), directives.directive_by_id(event.directive_id), now=now)


def deadline_due(event, *, now: datetime) -> None:
    """A promise is about to be broken, or is: the desk tells whom its rules name, and what is broken rings here."""
    deadline = clocks.deadline_by_id(event.deadline_id)
    escalating.tell(machine(), deadline, level=event.level, now=now)
    control.raise_for_deadline(machine(), deadline, percent=event.level, now=now)


def purchase_recorded(event, *, now: datetime) -> None:
    """A contract earns its margin."""
    profitability.post_purchase(machine(), rows.purchase_by_id(event.purchase_id), now=now)


def purchase_cancelled(event, *, now: datetime) -> None:
    """A cancelled contract gives its margin back."""
    profitability.reverse_purchase(machine(), rows.purchase_by_id(event.purchase_id), now=now)


ROUTES = {
    cases_events.CaseRegistered: case_registered,
    cases_events.OwnerDecided: owner_decided,
    cases_events.CaseCompleted: case_completed,
    RepairCostChanged: repair_cost_changed,
    cases_events.ReturnVisitRecorded: return_visit_recorded,
    FeedbackRecorded: feedback_recorded,
    DirectiveFulfilled: directive_fulfilled,
    DirectiveOverdue: directive_overdue,
    DeadlineDue: deadline_due,
    PurchaseRecorded: purchase_recorded,
    PurchaseCancelled: purchase_cancelled,
}

RECORDED_ONLY = {
    OwnerAdded: "nothing follows from a new name by itself; the care plan will hear it",
    OwnersMerged: "every row has followed already; whoever reads by the old number is led on",
    MergeUndone: "both owners are what they were",
    OwnerChanged: "the profile is read where it is needed",
    OwnershipRecorded: "the stage is derived when it is asked for",
    HomeHandedOver: "the care plan will hear it",
    cases_events.CaseAssigned: "the person sees the case in the queue",
    cases_events.CaseInvestigated: "the desk goes on by itself",
    cases_events.SlipTransferred: "the department sees the slip in its own list",
    cases_events.SlipAnswered: "the agent sees the answer in the queue",
    cases_events.ProposalMade: "the approver sees it in the list of approvals",
    cases_events.ProposalApproved: "the agent sees it in the queue",
    cases_events.CaseClosed: "the end of a story; reports read the case",
    PromiseOverdue: "whoever gave it has been told; the queue, the board and the register of promises list it",
    cases_events.CaseMerged: "the case that goes on says so on its page; its clocks run for both",
    cases_events.CaseReopened: "the agent sees the case in the queue again",
    QuestionnaireOpened: "the courier carries the link; response rates read the invitation",
    DirectiveIssued: "the desk sees the directive in its list",
}

TITLES = titles.TITLES  # what pages call each fact
