"""Reading cases: the page of one, and the lists of those who work on them. Fixed numbers of queries."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Max, Q, Sum

from crm.accounts.models import Role
from crm.accounts.permissions import where_may
from crm.reading import Among, Kept, Open, Worded, worded
from service_desk.cases import hanging, wording
from service_desk.cases.access import case_for, departments, readable_cases, readable_projects
from service_desk.cases.guide import NextAction, Step, next_action, seven_steps
from service_desk.cases.models import (
    Action,
    Case,
    CaseHistory,
    CaseMessage,
    Proposal,
    ReturnVisit,
    TransferSlip,
)
from service_desk.cases.papers import Papers, papers_of
from service_desk.cases.queue import (
    VIEWS,
    counts,
    counts_of,
    dressed,
    labels,
    open_case_counts,
    order_of,
    queue,
    row_of,
    search,
    sort_called,
    subject_label,
    view_called,
)
from service_desk.cases.states import ActionStatus, CaseStatus, ProposalStatus, SlipStatus, VisitStatus
from service_desk.cases.terms import Direction
from service_desk.directives.selectors import directives_of_case

__all__ = [
    "VIEWS",
    "case_by_id",
    "case_page",
    "cases_of",
    "cases_told",
    "conversation",
    "counts",
    "counts_of",
    "dressed",
    "due_visits",
    "history_rows",
    "labels",
    "lines",
    "message_rows",
    "my_actions",
    "my_slips",
    "next_action",
    "open_case_counts",
    "order_of",
    "past",
    "proposal_by_id",
    "proposals_to_approve",
    "queue",
    "row_of",
    "search",
    "seven_steps",
    "situation",
    "sort_called",
    "subject_label",
    "talk",
    "view_called",
    "visit_by_id",
]
PAGE = 50
FEW = 20


@dataclass(frozen=True)
class Past:
    """A stretch of a case's history, newest first; `earlier` is where the next begins (None: it began here)."""

    lines: list[wording.HistoryLine]
    earlier: int | None


@dataclass(frozen=True)
class Talk:
    """A stretch of what was said, oldest first; `earlier` is where the one before it ends (None: it began here)."""

    messages: list[CaseMessage]
    earlier: int | None

    def __iter__(self):
        return iter(self.messages)

    def __bool__(self) -> bool:
        return bool(self.messages or self.earlier)


@dataclass(frozen=True)
class CasePage:
    """What the page of one case shows."""

    case: Case
    papers: Papers
    steps: list[Step]
    next: NextAction | None
    past: Past
    conversation: Talk
    notes: Talk
    directives: list
    demand_amount: int | None


def case_page(user, number: str) -> CasePage:
    """The case of this number as its page shows it, or 404 / 403. Thirteen queries, however long its story."""
    case = case_for(user, number)
    hanging.look(case)
    papers = papers_of(case)
    conversation, notes = _newest_talk(case)
    return CasePage(
        case=case,
        papers=papers,
        steps=seven_steps(case, papers),
        next=next_action(case, user, papers),
        past=past(case),
        conversation=conversation,
        notes=notes,
        directives=directives_of_case(case),
        demand_amount=case.demand_amount,
    )


def past(case: Case, *, before: int | None = None, limit: int = PAGE) -> Past:
    """What happened, newest first; `before` is the `earlier` of the stretch already shown."""
    if before is None and limit == PAGE:
        found = _NEWEST.rows_of("case", case)
    else:
        rows = history_rows(case).order_by("-id")
        found = list((rows.filter(pk__lt=before) if before is not None else rows)[: limit + 1])
    shown = found[:limit]
    return Past(lines(shown), shown[-1].pk if len(found) > limit else None)


_NEWEST = Kept(
    lambda: CaseHistory.objects.filter(case=Open("case")).select_related("actor").order_by("-id")[: PAGE + 1]
)


def since(case: Case, version: int | None, *, limit: int = 20) -> Past:
    """What happened after a case stood at this version, newest first: every change of it is a line of history."""
    count = 5 if version is None else max(0, min(limit, case.version - version))
    return Past(lines(history_rows(case).order_by("-id")[:count]), None)


def history_rows(case: Case):
    """The rows of a case's history, for a cursor page."""
    return case.history.select_related("actor")


def lines(rows) -> list[wording.HistoryLine]:
    """Rows of history as sentences."""
    known = {row.pk: row for row in departments()}
    return [wording.line(row, known) for row in rows]


def message_rows(case: Case, *, notes: bool):
    """What was said with the owner, or our notes, for a cursor page."""
    rows = case.messages.select_related("author")
    return rows.filter(direction=Direction.NOTE) if notes else rows.exclude(direction=Direction.NOTE)


def talk(case: Case, *, notes: bool, before: int | None, limit: int = PAGE) -> Talk:
    """The stretch that was said before the message `before`."""
    rows = message_rows(case, notes=notes).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return Talk(shown[::-1], shown[-1].pk if len(found) > limit else None)


def conversation(case: Case) -> list[CaseMessage]:
    """The newest of what was said between the owner and us, oldest first, without our notes."""
    return talk(case, notes=False, before=None, limit=2 * PAGE).messages


_SAID = Kept(
    lambda: CaseMessage.objects.filter(case=Open("case")).select_related("author").order_by("-id")[: 2 * PAGE]
)


@cache
def _earlier() -> Worded:
    """Which directions there are among the messages before one."""
    rows = CaseMessage.objects.filter(case=Open("case"), pk__lt=Open("before"))
    return worded(rows.values_list("direction").distinct())


def _newest_talk(case: Case) -> tuple[Talk, Talk]:
    """The conversation and the notes among the newest messages, and from where there are more of each."""
    shown = _SAID.rows_of("case", case)
    before = shown[-1].pk if shown else 0
    rest = {row[0] == Direction.NOTE for row in _earlier().rows({"case": case.pk, "before": before})}
    told = [
        [row for row in reversed(shown) if (row.direction == Direction.NOTE) is notes]
        for notes in (False, True)
    ]
    return tuple(
        Talk(rows, before if notes in rest else None) for notes, rows in zip((False, True), told, strict=True)
    )


def case_by_id(case_id: int) -> Case:
    """For the handlers of facts, which carry ids only."""
    return Case.objects.select_related("project__city", "owner", "home", "assignee").get(pk=case_id)


def visit_by_id(visit_id: int) -> ReturnVisit:
    """For the handlers of facts, which carry ids only."""
    return ReturnVisit.objects.select_related("case__project__city", "case__owner").get(pk=visit_id)


def proposal_by_id(proposal_id: int) -> Proposal:
    """For the handlers of facts, which carry ids only."""
    return Proposal.objects.select_related("case__project__city", "case__owner").get(pk=proposal_id)


def cases_of(user, owner, *, limit: int = PAGE) -> list[Case]:
    """What an owner has reported in the user's scope, newest first; he may own homes in other cities too."""
    if limit > FEW or user.unrestricted:
        rows = readable_cases(user).filter(owner=owner).select_related("project", "home", "assignee")
        return list(rows.order_by("-received_at", "-id")[:limit])
    return _OF_OWNER.rows(owner=owner.pk, projects=readable_projects(user))[:limit]


_OF_OWNER = Kept(
    lambda: (
        Case.objects.filter(Among("project_id", "projects"), owner=Open("owner"))
        .select_related("project", "home", "assignee")
        .order_by("-received_at", "-id")[:FEW]
    )
)


def cases_of_home(user, home, *, limit: int = 5) -> list[Case]:
    """What was reported from a home in the user's scope, newest first, whoever lived there."""
    rows = readable_cases(user).filter(home=home).select_related("owner")
    return list(rows.order_by("-received_at", "-id")[:limit])


def cases_told(user, owner):
    """An owner's cases that the user reads, to be told by the moment."""
    return readable_cases(user).filter(owner=owner)


def steps_told(user, owner, verbs):
    """What was done with him in his cases that the user reads: the lines of their histories with these verbs."""
    rows = CaseHistory.objects.filter(case__in=cases_told(user, owner), verb__in=verbs)
    return rows.select_related("case", "actor")


def serious_complaints_of(user, owner, *, limit: int = 3) -> list[Case]:
    """The open complaints of an owner that are important or worse, the newest first."""
    grave = cases_told(user, owner).open().filter(kind="complaint", severity__in=["important", "major"])
    return list(grave.order_by("-received_at", "-id")[:limit])


def promises_to(user, owner, *, limit: int = 10) -> list[Action]:
    """What he was promised and has not got yet: the open actions of his open cases, soonest due first."""
    open_cases = cases_told(user, owner).open()
    rows = Action.objects.filter(case__in=open_cases, status=ActionStatus.OPEN)
    return list(rows.select_related("case", "department").order_by("due_on", "id")[:limit])


def of_my_departments(user, rows, verb: str):
    """The rows for departments that the user handles, each in the places where he does."""
    if user.unrestricted:
        return rows
    mine = Q(pk__in=[])
    for grant in user.held_grants:
        if grant.role != Role.HANDLER:
            continue
        place = Q()
        if grant.department_id:
            place &= Q(department=grant.department_id)
        if grant.project_id:
            place &= Q(case__project=grant.project_id)
        elif grant.city_id:
            place &= Q(case__project__city=grant.city_id)
        elif grant.region_id:
            place &= Q(case__project__city__region=grant.region_id)
        mine |= place if place else ~Q(pk__in=[])
    return rows.filter(mine)


def my_slips(user, *, limit: int = PAGE) -> list[TransferSlip]:
    """The slips that wait for the user's departments, soonest due first."""
    waiting = TransferSlip.objects.filter(status=SlipStatus.SENT).exclude(case__status=CaseStatus.MERGED)
    shown = ("department", "sent_by", "case__project", "case__home", "case__owner")
    rows = of_my_departments(user, waiting, "slips.answer").select_related(*shown)
    return list(rows.order_by("due_at", "id")[:limit])


def my_results(user, *, limit: int = PAGE) -> list[TransferSlip]:
    """What came of the solutions of the user's departments and is not read yet, newest first."""
    back = TransferSlip.objects.filter(result_returned_at__isnull=False, result_read_at=None)
    rows = of_my_departments(user, back, "slips.answer").select_related("department", "case__project")
    return list(rows.order_by("-result_returned_at", "-id")[:limit])


def my_actions(user, *, limit: int = PAGE) -> list[Action]:
    """The open actions of the user's departments, soonest due first, those without a day last."""
    standing = Action.objects.filter(status=ActionStatus.OPEN).exclude(case__status=CaseStatus.MERGED)
    rows = of_my_departments(user, standing, "actions.finish")
    rows = rows.select_related("department", "set_by", "case__project", "case__home")
    return list(rows.order_by("due_on", "id")[:limit])


def due_visits(user, *, now: datetime | None = None, limit: int = PAGE) -> list[ReturnVisit]:
    """The planned return visits in scope that the user may make, soonest due first; with `now`, those overdue."""
    planned = ReturnVisit.objects.filter(status=VisitStatus.PLANNED)
    rows = where_may(planned, user, "visits.view", path="case__project")
    rows = rows.exclude(case__assignee=user).exclude(case__status=CaseStatus.MERGED)
    if now is not None:
        rows = rows.filter(due_at__lt=now)
    rows = rows.select_related("case__project", "case__owner", "case__home", "case__assignee", "officer")
    return list(rows.order_by("due_at", "id")[:limit])


def proposals_to_approve(user, *, limit: int = PAGE) -> list[Proposal]:
    """The proposals in scope that wait for approval, oldest first."""
    waiting = Proposal.objects.filter(status=ProposalStatus.AWAITING_APPROVAL, case__in=Case.objects.open())
    rows = where_may(waiting, user, "cases.approve", path="case__project")
    rows = rows.select_related("case__project", "proposed_by").prefetch_related("parts")
    return list(rows.order_by("proposed_at", "id")[:limit])


def situation(case: Case) -> dict:
    """What a case says about itself to whoever weighs it: kind, severity, fault, rounds, what was asked for."""
    found = case.investigations.filter(substantiated=True).aggregate(share=Max("fault_share"))
    agreed = case.proposals.filter(status=ProposalStatus.AGREED).aggregate(amount=Sum("amount"))
    return {
        "case_kind": case.kind,
        "subject": case.subject,
        "severity": case.severity,
        "impact": case.impact,
        "substantiated": case.substantiated,
        "fault_share": found["share"],
        "rounds": case.round,
        "demand_amount": case.demand_amount,
        "agreed_amount": agreed["amount"] or 0,
        "currency": case.currency,
    }
