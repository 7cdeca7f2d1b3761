"""Pages: common defects and what is done about causes; one inspection with the picture of its building."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may, require
from crm.errors import DoorstepError, IllegalMove, Refused
from crm.web.pages import page
from owners.access import project_for, projects_for
from owners.days import day_of
from owners.homes.place_views import put_beside
from service_desk.causes import selectors as causes
from service_desk.causes.access import cause_for
from service_desk.causes.wording import path_text
from service_desk.repairs.access import engineer_called, engineers_by_project, engineers_of

from . import access, rules, selectors, services
from .forms import ActionForm, DoneForm


@page("prevention.view")
@require_http_methods(["GET", "POST"])
def overview(request):
    """What several homes have, what is looked into, what was changed; and setting a corrective action."""
    form = _form(request)
    if request.method == "POST":
        require(request.user, "prevention.act")
        if form.is_valid() and _set(request, form):
            return redirect("desk:prevention")
    may_act = may(request.user, "prevention.act")
    labels, found = causes.labels(), selectors.proposals(request.user, day_of(clock.now()))
    context = {
        "proposals": found,
        "engineers": engineers_by_project({one.building.project_id for one in found}) if may_act else {},
        "inspections": selectors.inspections(request.user),
        "actions": [(row, _rates(row)) for row in selectors.actions(request.user)],
        "labels": labels,
        "form": form,
        "done_form": DoneForm(initial={"done_on": day_of(clock.now())}),
        "may_act": may_act,
    }
    return render(request, "desk/prevention.html", context, status=422 if form.errors else 200)


def _rates(row) -> dict | None:
    if row.homes is None:
        return None
    return {
        "before": rules.rate(row.cases_before, row.homes),
        "after": rules.rate(row.cases_after, row.homes),
    }


def _form(request) -> ActionForm:
    tree = causes.tree()
    names = {row.code: row.label for row in tree}
    choices = [(row.code, path_text(row.code, names)) for row in tree]
    projects = projects_for(request.user, to="prevention.view")
    initial = {"cause": request.GET.get("cause", "")}
    there = engineers_by_project([project.pk for project in projects])
    people = {person.pk: person for found in there.values() for person in found}.values()
    return ActionForm(request.POST or None, projects=projects, causes=choices, people=people, initial=initial)


def _set(request, form) -> bool:
    said = dict(form.cleaned_data)
    project = project_for(request.user, said.pop("project"), to="prevention.act")
    try:
        responsible = engineer_called(project, said.pop("responsible"))
    except Refused as refusal:
        form.add_error("responsible", " ".join(str(text) for text in refusal.fields.values()))
        return False
    try:
        services.set_action(
            request.user,
            project=project,
            cause=cause_for(request.user, said.pop("cause")),
            responsible=responsible,
            now=clock.now(),
            **said,
        )
    except DoorstepError as refusal:
        put_beside(form, refusal)
        return False
    messages.success(request, _("Saved."))
    return True


def _answer(request, carry_out, where, *arguments):
    try:
        carry_out()
    except (Refused, IllegalMove) as refusal:
        words = " ".join(str(text) for text in getattr(refusal, "fields", {}).values()) or str(
            refusal.message
        )
        messages.error(request, words)
    else:
        messages.success(request, _("Saved."))
    return redirect(where, *arguments)


@page("prevention.act")
@require_POST
def finish(request, public_id):
    """A corrective action is done."""
    row, form = access.action_for(request.user, public_id, to="prevention.act"), DoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(text for errors in form.errors.values() for text in errors))
        return redirect("desk:prevention")
    return _answer(
        request,
        lambda: services.finish_action(request.user, row, now=clock.now(), **form.cleaned_data),
        "desk:prevention",
    )


@page("prevention.act")
@require_POST
def drop(request, public_id):
    """A corrective action is given up."""
    row, because = (
        access.action_for(request.user, public_id, to="prevention.act"),
        request.POST.get("because", ""),
    )
    return _answer(
        request,
        lambda: services.drop_action(request.user, row, because=because, now=clock.now()),
        "desk:prevention",
    )


@page("prevention.act")
@require_POST
def inspect(request):
    """The sibling homes of a common defect are to be looked at."""
    found = selectors.proposal_called(request.user, request.POST.get("key", ""), day_of(clock.now()))
    if found is None:
        messages.error(request, _("This is looked into already, or is no longer so."))
        return redirect("desk:prevention")
    project = found.building.project
    require(request.user, "prevention.act", project=project)
    name = request.POST.get("engineer", "")
    return _answer(
        request,
        lambda: services.open_inspection(
            request.user, found, engineer=engineer_called(project, name) if name else None, now=clock.now()
        ),
        "desk:prevention",
    )


@page("prevention.view")
@require_GET
def inspection(request, public_id):
    """One inspection: the building as a picture, and each home with what was found."""
    row = access.inspection_for(request.user, public_id)
    context = {
        "row": row,
        "path": causes.path_of(row.cause.code),
        "floors": selectors.picture(row),
        "looks": selectors.looks_of(row),
        "engineers": engineers_of(row.project),
        "may_look": may(request.user, "prevention.look", project=row.project),
        "reads_cases": may(request.user, "cases.view", project=row.project),
    }
    return render(request, "desk/inspection.html", context)


@page("prevention.look")
@require_POST
def look(request, public_id):
    """What was found in one home."""
    row = access.look_for(request.user, public_id)
    said = {"result": request.POST.get("result", ""), "words": request.POST.get("words", "")}
    mine = request.POST.get("list") == "mine"
    where = ("desk:my_repairs",) if mine else ("desk:inspection", row.inspection.public_id)
    return _answer(request, lambda: services.record_look(request.user, row, now=clock.now(), **said), *where)
