"""Where a case stands and what comes next: the one next action, and the seven steps of the procedure."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.models import Role
from crm.accounts.permissions import may
from service_desk.cases import rules
from service_desk.cases.models import Case
from service_desk.cases.papers import Papers, papers_of
from service_desk.cases.services.approving import may_decide
from service_desk.cases.states import OPEN, CaseStatus, ProposalStatus
from service_desk.cases.terms import PROCEDURE_KINDS

STEP_NAMES = {
    1: gettext_lazy("Registered"),
    2: gettext_lazy("Investigated"),
    3: gettext_lazy("With the department"),
    4: gettext_lazy("Proposal to the owner"),
    5: gettext_lazy("Carried out"),
    6: gettext_lazy("Return visits"),
    7: gettext_lazy("Archived"),
}
STEP_OF = {
    CaseStatus.REGISTERED: 1,
    CaseStatus.ASSIGNED: 2,
    CaseStatus.INVESTIGATING: 2,
    CaseStatus.EXPLAINED: 7,
    CaseStatus.TRANSFERRED: 3,
    CaseStatus.ANSWERED: 4,
    CaseStatus.PROPOSED: 4,
    CaseStatus.AGREED: 5,
    CaseStatus.IMPLEMENTING: 5,
    CaseStatus.COMPLETED: 6,
    CaseStatus.VISITING: 6,
    CaseStatus.CLOSED: 7,
    CaseStatus.MERGED: 7,
}


@dataclass(frozen=True)
class NextAction:
    """The one thing to do now. `form` names the form or the API's sub-resource, `paper` what it is about.

    `turn` is person, department, owner, approver, callback, supervisor or house; `whose` names them for people.
    """

    form: str
    label: str
    then: str
    turn: str
    whose: str
    step: int
    paper: str = ""
    yours: bool = False


@dataclass(frozen=True)
class Step:
    """One of the seven steps: `state` is done, current, ahead or skipped."""

    number: int
    name: str
    state: str
    at: datetime | None = None
    who: str = ""


def current_step(case: Case) -> int:
    """Which of the seven steps the case stands in."""
    if case.status == CaseStatus.INVESTIGATING and case.substantiated:
        return 3
    return STEP_OF[CaseStatus(case.status)]


def next_action(case: Case, user, papers: Papers | None = None) -> NextAction | None:
    """What is next, whose turn it is, and what happens then; None once the case is closed, or goes on in another."""
    if case.status not in OPEN:
        return None
    papers = papers or papers_of(case)
    form, label, then, turn, whose, verb, paper = _NEXT[CaseStatus(case.status)](case, papers)
    return NextAction(
        form=form,
        label=label,
        then=then,
        turn=turn,
        whose=whose,
        step=current_step(case),
        paper=paper,
        yours=_is_yours(case, user, turn, verb, papers),
    )


def _is_yours(case: Case, user, turn: str, verb: str, papers: Papers) -> bool:
    if turn == "department":
        waiting = [*papers.waiting_slips, *papers.open_actions]
        return any(may(user, verb, project=case.project, department=paper.department) for paper in waiting)
    if not may(user, verb, project=case.project):
        return False
    if turn == "callback":
        return user.pk != case.assignee_id
    if turn == "approver":
        return bool(papers.open_proposals) and may_decide(user, case, papers.open_proposals[-1])
    return turn not in ("person", "owner") or user.pk == case.assignee_id


def _agent(case: Case) -> tuple[str, str]:
    return "person", str(case.assignee) if case.assignee else _("the desk")


def _labels(papers) -> str:
    return ", ".join(dict.fromkeys(paper.department.label for paper in papers))


def _after_registering(case, papers):
    then = _("The agent investigates; the owner has been promised an answer.")
    return "assignment", _("Give the case to an agent"), then, "house", _("the desk"), "cases.assign", ""


def _after_assigning(case, papers):
    if case.kind not in PROCEDURE_KINDS:
        then = _("The owner has his answer and the case can be closed.")
        return "completion", _("Answer the owner"), then, *_agent(case), "cases.complete", ""
    then = _("A substantiated complaint goes to its department, another one is explained to the owner.")
    return "investigation", _("Investigate"), then, *_agent(case), "cases.investigate", ""


def _while_investigating(case, papers):
    if case.substantiated is None:
        return _after_assigning(case, papers)
    if not case.substantiated:
        then = _("The owner knows why, and may appeal.")
        return "explanation", _("Explain the finding to the owner"), then, *_agent(case), "cases.explain", ""
    department = papers.finding.department.label if papers.finding else ""
    label = _("Transfer to %(department)s") % {"department": department}
    then = _("The department answers with a solution within three working days.")
    return "transfer-slips", label, then, *_agent(case), "cases.transfer", ""


def _after_explaining(case, papers):
    then = _("If the owner appeals, the case starts again from the investigation.")
    label = _("Close, or take up the owner's appeal")
    return "closure", label, then, *_agent(case), "cases.close", ""


def _with_department(case, papers):
    slip = papers.waiting_slips[0] if papers.waiting_slips else None
    label, then = (
        _("Answer the transfer slip"),
        _("The desk makes a proposal to the owner from the solution."),
    )
    whose = _labels(papers.waiting_slips)
    return "answer", label, then, "department", whose, "slips.answer", slip.number if slip else ""


def _after_answer(case, papers):
    then = _("Within the limits it goes to the owner at once, above them to whoever may approve it.")
    return "proposals", _("Draw up the proposal"), then, *_agent(case), "cases.propose", ""


def _with_proposal(case, papers):
    offered = [row for row in papers.open_proposals if row.status == ProposalStatus.OFFERED]
    if offered:
        label, then = (
            _("Note the owner's decision"),
            _("Agreed: it is carried out. Refused: back to the department."),
        )
        return (
            "owner-decision",
            label,
            then,
            "owner",
            _("the owner"),
            "cases.owner_decision",
            offered[-1].number,
        )
    waiting = papers.open_proposals[-1] if papers.open_proposals else None
    level = str(Role(waiting.waits_for).label) if waiting and waiting.waits_for else _("the approver")
    then = _("Once approved, the proposal is put to the owner.")
    return (
        "approval",
        _("Approve the proposal"),
        then,
        "approver",
        level,
        "cases.approve",
        waiting.number if waiting else "",
    )


def _after_agreement(case, papers):
    then = _("Each department sees its actions, and each is followed until it is done.")
    return "actions", _("Set the actions"), then, *_agent(case), "cases.act", ""


def _while_implementing(case, papers):
    if not papers.open_actions:
        then = _("The return visits are planned and the owner is asked.")
        return "completion", _("Report the work as carried out"), then, *_agent(case), "cases.complete", ""
    first = papers.open_actions[0]
    label, then = (
        _("Finish the open actions"),
        _("With the last one done, the work is reported as carried out."),
    )
    whose = _labels(papers.open_actions)
    return "completion-of-action", label, then, "department", whose, "actions.finish", str(first.public_id)


def _after_completion(case, papers):
    if not rules.visits_wanted(case.kind, case.subject):
        then = _("The case is archived.")
        return "closure", _("Close the case"), then, *_agent(case), "cases.close", ""
    then = _("A callback officer asks the owner whether he is content.")
    label, supervisor = _("Plan the return visits"), _("the supervisor")
    return "return-visits", label, then, "supervisor", supervisor, "cases.plan_visits", ""


def _while_visiting(case, papers):
    then = _("Satisfied closes the case, anything less starts it again from the investigation.")
    if papers.planned_visits:
        visit = papers.planned_visits[0].number
        return "outcome", _("Make the return visit"), then, "callback", _("callback"), "visits.record", visit
    label = _("Decide by what the owner answered")
    return "closure", label, then, "supervisor", _("the supervisor"), "cases.overrule", ""


_NEXT = {
    CaseStatus.REGISTERED: _after_registering,
    CaseStatus.ASSIGNED: _after_assigning,
    CaseStatus.INVESTIGATING: _while_investigating,
    CaseStatus.EXPLAINED: _after_explaining,
    CaseStatus.TRANSFERRED: _with_department,
    CaseStatus.ANSWERED: _after_answer,
    CaseStatus.PROPOSED: _with_proposal,
    CaseStatus.AGREED: _after_agreement,
    CaseStatus.IMPLEMENTING: _while_implementing,
    CaseStatus.COMPLETED: _after_completion,
    CaseStatus.VISITING: _while_visiting,
}


def seven_steps(case: Case, papers: Papers | None = None) -> list[Step]:
    """The seven steps with who did each and when; those that this case does not need are skipped."""
    papers = papers or papers_of(case)
    done, skipped, current = _done_steps(case, papers), _skipped_steps(case), current_step(case)
    steps = []
    for number, name in STEP_NAMES.items():
        at, who = done.get(number, (None, ""))
        if number in skipped:
            state = "skipped"
        elif case.status == CaseStatus.CLOSED or number < current:
            state = "done"
        else:
            state = "current" if number == current else "ahead"
        steps.append(
            Step(number, str(name), state, at if state == "done" else None, who if state == "done" else "")
        )
    return steps


def _skipped_steps(case: Case) -> set[int]:
    if case.kind not in PROCEDURE_KINDS:
        return {2, 3, 4, 6}
    if case.substantiated is False:
        return {3, 4, 5, 6}
    return set()


def _done_steps(case: Case, papers: Papers) -> dict[int, tuple[datetime, str]]:
    """When each step was last done, and by whom."""
    done = {1: (case.received_at, str(case.registered_by))}
    if papers.finding:
        done[2] = (papers.finding.at, str(papers.finding.investigated_by))
    answered = [slip for slip in papers.slips if slip.answered_at]
    if answered and not papers.waiting_slips:
        done[3] = (answered[-1].answered_at, answered[-1].department.label)
    if papers.agreed:
        done[4] = (papers.agreed.decided_at, str(papers.agreed.proposed_by))
    if case.completed_at:
        done[5] = (case.completed_at, _labels(papers.actions))
    visited = [visit for visit in papers.visits_of_round if visit.visited_at]
    if visited:
        done[6] = (visited[-1].visited_at, str(visited[-1].officer or _("the owner")))
    if case.closed_at:
        done[7] = (case.closed_at, "")
    return done


def turn_of(status: str) -> str:
    """Whose turn it is, roughly, by the status alone: for lists, where papers are not read."""
    return _TURNS.get(status, "person")


_TURNS = {
    CaseStatus.REGISTERED: "house",
    CaseStatus.TRANSFERRED: "department",
    CaseStatus.IMPLEMENTING: "department",
    CaseStatus.PROPOSED: "owner",
    CaseStatus.EXPLAINED: "owner",
    CaseStatus.COMPLETED: "supervisor",
    CaseStatus.VISITING: "callback",
    CaseStatus.CLOSED: "nobody",
    CaseStatus.MERGED: "nobody",
}
