"""Pages of the crisis room. What they can do stands in the catalogue, and no more."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, NotFound, Refused
from crm.paper.answers import pdf_answer
from crm.web.pages import page
from crm.web.paging import keyset_page
from crm.web.seen import as_it_stands, one_by_one
from service_desk.cases.access import case_for
from service_desk.cases.pickers import projects_for
from service_desk.crisis import access, catalogue, printing, selectors, services, wording
from service_desk.crisis.forms import STEPS, AnswerForm, CaseForm, OpenForm
from service_desk.crisis.states import StatementStatus
from service_desk.groups.access import group_for
from service_desk.groups.services import members_of


@page("crisis.view")
@require_GET
def crises(request):
    """The crises in one's scope, and what the room can do."""
    rows = selectors.crises(request.user)
    found = keyset_page(rows, by=("-opened_at", "-id"), mark=request.GET.get("after"), size=30)
    context = {"page": found, "now": clock.now(), "abilities": catalogue.ABILITIES, "never": catalogue.NEVER}
    return render(request, "desk/crisis/crises.html", context)


@page("crisis.open")
@require_http_methods(["GET", "POST"])
def new_crisis(request):
    """Open a crisis: from a case, from a group, or from what was seen elsewhere."""
    said = request.POST if request.method == "POST" else request.GET
    cases, first, project = _began(request.user, said)
    if project is None and said.get("project"):
        project = access.project_for(request.user, said["project"])
    choices = list(projects_for(request.user, "crisis.open"))
    project = project or (choices[0] if choices else None)
    if project is None:
        raise NotFound()
    given = request.POST if request.method == "POST" else None
    form = OpenForm(given, initial=first, people=access.spokespeople_of(project))
    if given is not None and form.is_valid():
        access.project_for(request.user, project.code)
        try:
            row = services.open_crisis(
                request.user, project=project, cases=cases, now=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("The crisis room is open."))
            return redirect("desk:crisis", row.number)
    context = {"form": form, "cases": cases, "project": project, "projects": choices, "said": said}
    return render(request, "desk/crisis/new.html", context, status=422 if form.errors else 200)


def _began(user, said) -> tuple[list, dict, object]:
    """The cases a crisis begins with, what its form says first, and its project."""
    if said.get("group"):
        group = group_for(user, said["group"])
        cases = [group.master, *members_of(group)]
        return cases, {"title": group.master.summary, "source": group.master.number}, group.project
    if said.get("case"):
        case = case_for(user, said["case"])
        return [case], {"title": case.summary, "source": case.number}, case.project
    return [], {"source": said.get("source", "")}, None


@page("crisis.view")
@require_GET
def crisis(request, number):
    """The room: who speaks, what is said, what waits for an answer, and all that has happened."""
    return _show(request, access.crisis_for(request.user, number))


def _show(request, row, *, bound=None, status=200):
    user, project = request.user, row.project
    most = None if "all" in request.GET else selectors.PAGE
    shown = selectors.room(row, most=most)
    allowed = {verb.partition(".")[2]: may(user, verb, project=project) for verb in VERBS}
    forms = {}
    for name, (form_class, verb) in STEPS.items():
        if row.is_open and may(user, verb, project=project):
            forms[name] = bound if bound and bound.name == name else form_class(crisis=row)
    if row.is_open and allowed["lead"]:
        forms["case"] = bound if bound and bound.name == "case" else CaseForm(crisis=row)
    context = {
        "crisis": row,
        "shown": shown,
        "forms": forms,
        "may": allowed,
        "speaks": user.pk == row.spokesperson_id and allowed["issue"],
        "current_texts": wording.by_language(shown.current.texts) if shown.current else [],
        "statements": [_statement(user, statement) for statement in shown.statements],
        "posts": [_post(post, row, bound) for post in shown.posts],
        "bound": bound.name if bound else "",
        "now": clock.now(),
    }
    return render(request, "desk/crisis/room.html", context, status=status)


VERBS = ("crisis.lead", "crisis.log", "crisis.draft", "crisis.approve", "crisis.issue")


def _statement(user, row) -> dict:
    return {
        "row": row,
        "texts": wording.by_language(row.texts),
        "is_draft": row.status == StatementStatus.DRAFT,
        "is_approved": row.status == StatementStatus.APPROVED,
        "mine": row.written_by_id == user.pk,
    }


def _post(post, crisis, bound) -> dict:
    mine = bound is not None and bound.name == "answer" and bound.post == post
    form = bound if mine else AnswerForm(crisis=crisis, post=post, auto_id=f"answer-{post.pk}-%s")
    return {"row": post, "form": form, "open": mine, "answers": post.answers.all()}


def crisis_step(name: str):
    """The page that takes one step of a crisis; refused, it shows the room with the form and its text."""
    form_class, verb = STEPS[name]

    @page(verb)
    @require_POST
    @one_by_one
    def step(request, number):
        row = as_it_stands(request, access.crisis_for(request.user, number, to=verb))
        return _finish(request, row, form_class(request.POST, crisis=row))

    step.__name__ = f"crisis_{name}"
    return step


def _finish(request, row, form):
    if form.is_valid():
        try:
            form.perform(request.user, clock.now())
        except Refused as refusal:
            form.take(refusal)
        else:
            messages.success(request, form.done)
            return redirect("desk:crisis", row.number)
    return _show(request, row, bound=form, status=422)


@page("crisis.lead")
@require_POST
def crisis_case(request, number):
    """One more case comes under the room's care."""
    row = access.crisis_for(request.user, number, to="crisis.lead")
    form = CaseForm(request.POST, crisis=row)
    if form.is_valid():
        try:
            case = case_for(request.user, form.cleaned_data["case"].strip())
            services.attach_case(request.user, row, case=case, now=clock.now())
        except DoorstepError as refusal:
            form.add_error("case", str(next(iter(refusal.fields.values()), refusal.message)))
        else:
            messages.success(request, form.done)
            return redirect("desk:crisis", number)
    return _show(request, row, bound=form, status=422)


def _decide(request, public_id, verb, act, words):
    row = access.statement_for(request.user, public_id, to=verb)
    act(row)
    messages.success(request, words)
    return redirect("desk:crisis", row.crisis.number)


@page("crisis.approve")
@require_POST
def crisis_approve(request, public_id):
    """Approve what somebody else has written."""
    because = request.POST.get("because", "")

    def act(row):
        services.approve_statement(request.user, row, because=because, now=clock.now())

    return _decide(request, public_id, "crisis.approve", act, _("Approved; the spokesperson may issue it."))


@page("crisis.approve")
@require_POST
def crisis_drop(request, public_id):
    """Drop what was not issued."""

    def act(row):
        because = request.POST.get("because", "")
        services.drop_statement(request.user, row, because=because, now=clock.now())

    return _decide(request, public_id, "crisis.approve", act, _("Dropped; it stays to be read."))


@page("crisis.issue")
@require_POST
def crisis_publish(request, public_id):
    """Issue the approved statement."""

    def act(row):
        services.publish_statement(request.user, row, now=clock.now())

    return _decide(request, public_id, "crisis.issue", act, _("This is what the house says from now on."))


@page("crisis.issue")
@require_POST
def crisis_answer(request, public_id):
    """Answer a post, as the company, signed in as oneself."""
    post = access.post_for(request.user, public_id, to="crisis.issue")
    form = AnswerForm(request.POST, crisis=post.crisis, post=post)
    return _finish(request, post.crisis, form)


@page("crisis.log")
@require_POST
def crisis_correct(request, number, public_id):
    """Add a correction to an entry of the log."""
    row = access.crisis_for(request.user, number, to="crisis.log")
    entry = selectors.contact_of(row, public_id)
    if entry is None:
        raise NotFound()
    services.correct_contact(request.user, entry, said=request.POST.get("said", ""), now=clock.now())
    messages.success(request, _("The correction stands below the entry."))
    return redirect("desk:crisis", number)


@page("crisis.log")
@require_POST
def crisis_legal_done(request, public_id):
    """Say what came of a legal step."""
    step = access.legal_step_for(request.user, public_id, to="crisis.log")
    services.finish_legal_step(request.user, step, outcome=request.POST.get("outcome", ""), now=clock.now())
    messages.success(request, _("Saved."))
    return redirect("desk:crisis", step.crisis.number)


@page("crisis.log")
@require_POST
def crisis_reporting(request, number):
    """Make a report now."""
    row = access.crisis_for(request.user, number, to="crisis.log")
    report = services.make_report(request.user, row, now=clock.now())
    return redirect("desk:crisis_report", report.public_id)


@page("crisis.view")
@require_GET
def crisis_report(request, public_id):
    """One report, to be read and printed."""
    row = access.report_for(request.user, public_id)
    return render(request, "desk/crisis/report.html", printing.context_of(row))


@page("crisis.view")
@require_GET
def crisis_report_pdf(request, public_id):
    """The same, made by the server."""
    row = access.report_for(request.user, public_id)
    return pdf_answer(printing.report_as_pdf(row, now=clock.now()), printing.name_of(row))
