"""Pages: the deeds that wait, one deed with its milestones, a whole building at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError
from crm.web.pages import page
from crm.web.paging import capped_count, keyset_page
from owners import access
from owners.days import day_of
from owners.homes.place_views import put_beside

from . import selectors, services
from .access import deed_for
from .forms import BuildingReachForm, PlanForm, ReachForm
from .states import Milestone


@page("deeds.view")
@require_GET
def listed(request):
    """Deeds on their way, what is due first; or only those that are late."""
    asked = {name: request.GET.get(name, "") for name in ("project", "milestone", "show")}
    projects = access.projects_for(request.user, to="deeds.view")
    today = day_of(clock.now())
    rows = selectors.deeds_listed(
        request.user,
        project=next((project for project in projects if project.code == asked["project"]), None),
        milestone=asked["milestone"] if asked["milestone"] in Milestone.values else "",
        overdue_on=None if asked["show"] == "all" else today,
    )
    found = keyset_page(rows, by=("due_on", "id"), mark=request.GET.get("after"), size=50)
    context = {
        "page": found,
        "count": capped_count(rows) if found.first else None,
        "asked": asked,
        "filters": asked | {"show": "" if asked["show"] == "all" else "late"},
        "projects": projects,
        "milestones": Milestone.choices,
        "today": today,
        "sees_owners": may(request.user, "owners.view"),
    }
    return render(request, "owners/deeds.html", context)


@page("deeds.view")
@require_GET
def show(request, public_id):
    """One deed: its milestones, planned and done."""
    return render(request, "owners/deed.html", _of(request, deed_for(request.user, public_id)))


def _of(request, deed, **more) -> dict:
    today = day_of(clock.now(), deed.project)
    may_edit = may(request.user, "deeds.edit", project=deed.project) and not deed.purchase.cancelled_on
    return {
        "deed": deed,
        "steps": selectors.steps_of(deed),
        "today": today,
        "may_edit": may_edit,
        "reach_form": ReachForm(initial={"milestone": deed.next_milestone, "on": today}),
        **more,
    }


@page("deeds.edit")
@require_POST
def reach(request, public_id):
    """A milestone is done."""
    deed = deed_for(request.user, public_id, to="deeds.edit")
    form = ReachForm(request.POST)
    if form.is_valid():
        try:
            services.reach(request.user, deed, now=clock.now(), **form.cleaned_data)
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("owners:deed", public_id=public_id)
    return render(request, "owners/deed.html", _of(request, deed, reach_form=form), status=422)


@page("deeds.edit")
@require_POST
def take_back(request, public_id):
    """The last milestone was marked by mistake."""
    deed = deed_for(request.user, public_id, to="deeds.edit")
    services.take_back(request.user, deed, now=clock.now())
    messages.success(request, _("Taken back."))
    return redirect("owners:deed", public_id=public_id)


@page("deeds.edit")
@require_http_methods(["GET", "POST"])
def plan(request, public_id):
    """Other days for the milestones that are still to come."""
    deed = deed_for(request.user, public_id, to="deeds.edit")
    coming = [step for step in selectors.steps_of(deed) if not step.done_on]
    form = PlanForm(request.POST or None, steps=coming)
    if request.method == "POST" and form.is_valid():
        try:
            services.plan(request.user, deed, form.cleaned_data, now=clock.now())
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("owners:deed", public_id=public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/deed_plan.html", {"form": form, "deed": deed}, status=status)


@page("deeds.edit")
@require_http_methods(["GET", "POST"])
def building(request, project, code):
    """All deeds of a building: begin those that have none, mark a milestone for all that wait for it."""
    row = access.building_for(request.user, project, code, to="deeds.edit")
    waiting = selectors.waiting_in(row)
    first = {"on": day_of(clock.now(), row.project)}
    form = BuildingReachForm(request.POST or None, initial=first, waiting=waiting)
    if request.method == "POST" and "begin" in request.POST:
        count = services.open_for_building(request.user, row, now=clock.now())
        text = ngettext("%(count)s deed begun.", "%(count)s deeds begun.", count) % {"count": count}
        messages.success(request, text)
        return redirect("owners:deeds_of_building", project=project, code=code)
    if request.method == "POST" and form.is_valid():
        try:
            count = services.reach_in_building(request.user, row, now=clock.now(), **form.cleaned_data)
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            text = ngettext("%(count)s deed marked.", "%(count)s deeds marked.", count) % {"count": count}
            messages.success(request, text)
            return redirect("owners:deeds_of_building", project=project, code=code)
    rows = selectors.deeds_listed(request.user, building=row)
    context = {
        "building": row,
        "form": form,
        "waiting": waiting,
        "page": keyset_page(rows, by=("due_on", "id"), mark=request.GET.get("after"), size=100),
        "today": first["on"],
        "sees_owners": may(request.user, "owners.view"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/deed_building.html", context, status=status)
