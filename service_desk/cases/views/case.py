"""The page of one case: where it stands, whose turn it is, the one next action, and everything behind it."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotAllowed
from crm.web.pages import page
from owners.selectors import homes_of
from service_desk.cases import access, places, selectors, wording
from service_desk.cases.drawings import HISTORY_ICONS, ICONS
from service_desk.cases.forms import CASE_STEPS, PAPER_STEPS, ReopeningForm
from service_desk.cases.states import OPEN, CaseStatus
from service_desk.cases.views.conflict import carried_out, conflict_of
from service_desk.cases.views.part import part_response
from service_desk.cases.views.queue import finished, list_context
from service_desk.conversation.selectors import drafts_of
from service_desk.conversation.services import drop_draft

IN_OPEN = frozenset(OPEN)
DISPATCHED_WITHIN = timedelta(seconds=20)  # so long a new case's page looks again by itself who has got it
DECIDED_BY_HAND = frozenset({CaseStatus.EXPLAINED, CaseStatus.COMPLETED, CaseStatus.VISITING})
# In which statuses a step may be taken beside the one next action.
POSSIBLE = {
    "assignment": IN_OPEN,
    "owner": IN_OPEN,
    "severity": IN_OPEN,
    "investigation": frozenset({CaseStatus.INVESTIGATING}),
    "transfer-slips": frozenset({CaseStatus.INVESTIGATING, CaseStatus.TRANSFERRED, CaseStatus.ANSWERED}),
    "proposals": frozenset({CaseStatus.PROPOSED}),
    "actions": frozenset({CaseStatus.IMPLEMENTING}),
    "completion": frozenset({CaseStatus.AGREED}),
    "closure": DECIDED_BY_HAND,
    "reopening": DECIDED_BY_HAND,
}
POSSIBLE |= {name: form.statuses for name, form in CASE_STEPS.items() if form.statuses}
ICONS |= {name: form.icon for name, form in CASE_STEPS.items() if form.statuses}
KEYS = {"assignment": "a", "handing-over": "a", "transfer-slips": "t"}


@dataclass(frozen=True)
class Doing:
    """A form as the page offers it: where it goes, what presses it, whether it stands open.

    What is behind its own word has no form yet: it is fetched from where it goes when somebody opens it.
    """

    name: str
    label: str
    url: str
    icon: str
    key: str = ""
    open: bool = False
    form: object | None = None


@page("slips.view")
@require_GET
def case(request, number):
    """The page of a case; who answers for a department, and does not read it as a whole, lands on its part of it."""
    try:
        return case_response(request, number)
    except NotAllowed:
        return part_response(request, number)


def case_response(request, number, *, bound=None, too_late=None, status=200):
    """The whole page; where htmx opens it beside the list, without the list.

    `bound` is a form to correct, `too_late` one that somebody else was quicker than.
    """
    now = clock.now()
    found = selectors.case_page(request.user, number)
    beside = request.htmx and request.htmx.target == "content"
    context = {"now": now, "beside": beside, "phone": "thing"}
    if beside:
        context["row"] = row_of(request, found)
    else:
        context |= list_context(request, now)
    context |= case_context(request, found, bound, now)
    if too_late is not None:
        again = _still_possible(too_late, request.path, context)
        context["conflict"] = conflict_of(too_late, found.case, request.path, again=again)
    return render(request, "desk/case.html", context, status=status)


def _still_possible(form, url: str, context: dict) -> bool:
    offered = [context["next_doing"], context["also_next"], *context["doings"], *context["talk"].values()]
    return any(doing and doing.name == form.name and doing.url == url for doing in offered)


def row_of(request, found) -> dict:
    """The case as the list beside it shows it, so that the list is never behind the case."""
    return finished(request, selectors.dressed([selectors.row_of(found.case, found.papers)]))[0]


def case_context(request, found, bound, now) -> dict:
    user, row = request.user, found.case
    doings = possible_doings(user, found, bound)
    return {
        "page": found,
        "case": row,
        "papers": found.papers,
        "next": found.next,
        "next_doing": next_doing(user, found, bound),
        "dispatching": bound is None
        and row.status == CaseStatus.REGISTERED
        and now - row.moved_at < DISPATCHED_WITHIN,
        "also_next": _appeal(user, found, bound),
        "doings": doings,
        "talk": _talk(user, found, bound),
        "further_tabs": places.tabs_of(request, row),
        "kept_drafts": drafts_of(user, case=row),
        "history_icons": HISTORY_ICONS,
        "severity_tone": SEVERITY_TONES[row.severity],
        "severity_why": wording.why_so_serious(row),
        "subject_label": selectors.subject_label(row.subject),
        **_owner_context(user, row, now),
    }


def _owner_context(user, row, now) -> dict:
    if row.owner is None:
        return {"others": []}
    today = now.date()
    return {
        "owner_homes": homes_of([row.owner_id], today)[row.owner_id],
        "stage": row.owner.verdict,
        "others": [other for other in selectors.cases_of(user, row.owner, limit=6) if other.pk != row.pk],
    }


def _doing(name, user, found, bound, paper=None, *, later: bool = False) -> Doing:
    form_class = CASE_STEPS.get(name) or PAPER_STEPS[name]
    mine = bound is not None and bound.name == name and (paper is None or bound.paper == paper)
    form = None
    if mine or not later:
        form = bound if mine else form_class(case=found.case, user=user, paper=paper)
    url, icon, key = step_url(name, found.case, paper), ICONS.get(name, "dot"), KEYS.get(name, "")
    return Doing(name, (form or form_class).label, url, icon, key, mine, form)


def step_url(name: str, case, paper=None) -> str:
    if name in CASE_STEPS:
        return reverse(f"desk:{name}", args=[case.number])
    return reverse(f"desk:{name}", args=[getattr(paper, "public_id", None) or paper.number])


def next_doing(user, found, bound) -> Doing | None:
    """The form of the next action where the user may take it."""
    step = found.next
    if step is None:
        return None
    form_class = CASE_STEPS.get(step.form) or PAPER_STEPS[step.form]
    paper = _paper(step, found.papers)
    department = getattr(paper, "department", None) if step.turn == "department" else None
    if not may(user, form_class.verb, project=found.case.project, department=department):
        return None
    if step.turn == "approver" and not step.yours:
        return None
    if step.form in PAPER_STEPS and paper is None:
        return None
    return _doing(step.form, user, found, bound, paper)


def _paper(step, papers):
    """The paper the next action is about; for a first draft, the paper whose words it starts from."""
    if step.form == "transfer-slips":
        return papers.finding
    if step.form == "proposals":
        return papers.slips[-1] if papers.slips else None
    rows = {
        "answer": papers.slips,
        "approval": papers.proposals,
        "owner-decision": papers.proposals,
        "completion-of-action": papers.actions,
        "outcome": papers.visits,
    }.get(step.form, ())
    return next(
        (
            row
            for row in rows
            if step.paper in (getattr(row, "number", ""), str(getattr(row, "public_id", "")))
        ),
        None,
    )


def _appeal(user, found, bound) -> Doing | None:
    """Where closing is next, starting again stands beside it."""
    if (
        found.next is None
        or found.next.form != "closure"
        or not may(user, ReopeningForm.verb, project=found.case.project)
    ):
        return None
    return _doing("reopening", user, found, bound)


def possible_doings(user, found, bound) -> list[Doing]:
    """What else can be done now, each behind its own word."""
    taken = {found.next.form} if found.next else set()
    if "closure" in taken:
        taken.add("reopening")
    names = [
        name for name, statuses in POSSIBLE.items() if found.case.status in statuses and name not in taken
    ]
    if found.case.owner_id is not None:
        names = [name for name in names if name != "owner"]
    if found.case.status == CaseStatus.INVESTIGATING and not found.case.substantiated:
        names = [name for name in names if name != "transfer-slips"]
    # What nobody has is given; what somebody has is handed over.
    wrong_way = "assignment" if found.case.assignee_id else "handing-over"
    names = [name for name in names if name != wrong_way]
    if found.case.status in (CaseStatus.COMPLETED, CaseStatus.VISITING) and not access.may_overrule(
        user, found.case
    ):
        names = [name for name in names if name not in ("closure", "reopening")]
    allowed = [name for name in names if may(user, CASE_STEPS[name].verb, project=found.case.project)]
    return [_doing(name, user, found, bound, later=True) for name in allowed]


def _talk(user, found, bound) -> dict:
    """The composers; a closed case takes no more replies."""
    names = ("reply", "owner-words", "note") if found.case.is_open else ("owner-words", "note")
    allowed = [name for name in names if may(user, CASE_STEPS[name].verb, project=found.case.project)]
    return {name.replace("-", "_"): _doing(name, user, found, bound) for name in allowed}


SEVERITY_TONES = {"ordinary": "calm", "hot": "notice", "important": "danger", "major": "danger"}


def case_step(name: str):
    """The page that takes one step of a case: done, it shows the case as it stands; refused, the form with its text.

    Looked at instead of sent, it is the form alone, for the dialog that is being opened.
    """
    form_class = CASE_STEPS[name]

    @page(form_class.verb)
    @require_http_methods(["GET", "POST"])
    def step(request, number):
        row = access.case_for(request.user, number, to=form_class.verb)
        if request.method == "GET":
            return _form_alone(request, row, form_class)
        form = form_class(request.POST, case=row, user=request.user)
        return finish(request, row, form)

    step.__name__ = name.replace("-", "_")
    return step


def _form_alone(request, row, form_class):
    """The form for a dialog; who comes here by hand is shown the case."""
    if not request.htmx:
        return redirect("desk:case", row.number)
    form = form_class(case=row, user=request.user)
    url, icon = step_url(form.name, row), ICONS.get(form.name, "dot")
    doing = Doing(form.name, form.label, url, icon, form=form)
    return render(request, "desk/doing_form.html", {"doing": doing, "case": row})


FINDERS = {
    "answer": access.slip_for,
    "result-reading": access.slip_for,
    "approval": access.proposal_for,
    "owner-decision": access.proposal_for,
    "completion-of-action": access.action_for,
    "outcome": access.visit_for,
}


def paper_step(name: str):
    """As `case_step`, for what is addressed by its own number: a slip, a proposal, an action, a visit."""
    form_class = PAPER_STEPS[name]

    @page(form_class.verb)
    @require_POST
    def step(request, number):
        paper = FINDERS[name](request.user, number, to=form_class.verb)
        form = form_class(request.POST, case=paper.case, user=request.user, paper=paper)
        return finish(request, paper.case, form)

    step.__name__ = name.replace("-", "_")
    return step


def finish(request, row, form):
    """Carry the step out and answer: to the list it came from, to htmx with the case, else by going there."""
    now, home = clock.now(), request.POST.get("list", "")
    if home in LISTS:
        good = form.carry_out(request.user, now)
        return _answer_list(request, form, good, home)
    good = carried_out(form, request.user, row, now)
    if good is None:
        return case_response(request, row.number, too_late=form, status=409)
    if not good:
        return case_response(request, row.number, bound=form, status=422)
    for sent in (request.path, request.POST.get("instead_of", "")):
        drop_draft(request.user, form=sent, now=now)
    messages.success(request, form.done)
    if request.htmx:
        return case_response(request, row.number)
    return redirect("desk:case", row.number)


LISTS = {"slips", "visits", "approvals"}


def _answer_list(request, form, good: bool, home: str):
    from service_desk.cases.views import worklists

    if not good:
        return worklists.show(request, home, bound=form, status=422)
    messages.success(request, form.done)
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse(f"desk:{home}")
        return response
    return redirect(f"desk:{home}")
