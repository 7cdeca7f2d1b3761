"""Pages: adding and editing phases, buildings and entrances, and many homes of a building at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.errors import DoorstepError
from crm.web.pages import page
from crm.web.seen import as_it_stands, one_by_one
from owners import access

from . import rules, selectors, services
from .access import phase_for
from .place_forms import BuildingForm, EntranceForm, LayoutForm, PhaseForm, names_typed


@page("homes.edit")
@require_http_methods(["GET", "POST"])
def add_phase(request):
    """Add a phase to a project."""
    project = _project(request)
    form = PhaseForm(request.POST or None)

    def write(said):
        services.add_phase(
            request.user,
            project,
            code=said["code"],
            name=said["name"],
            names=form.names,
            handover_promised_on=said["handover_promised_on"],
            now=clock.now(),
        )

    words = {"title": _("Add a phase"), "action": _("Add the phase"), "project": project}
    return _written(request, form, write, back=_homes(project), **words)


@page("homes.edit")
@require_http_methods(["GET", "POST"])
@one_by_one
def edit_phase(request, project, code):
    """The names of a phase and the day its handover is promised for."""
    phase = as_it_stands(request, phase_for(request.user, project, code, to="homes.edit"))
    typed = {"name": phase.name, "handover_promised_on": phase.handover_promised_on}
    form = PhaseForm(request.POST or None, initial=typed | names_typed(phase.names))
    form.fields.pop("code")

    def write(said):
        changes = {name: said[name] for name in ("name", "handover_promised_on")} | {"names": form.names}
        services.edit_phase(request.user, phase, changes=changes, now=clock.now())

    title = _("Phase %(code)s") % {"code": phase.code}
    hint = _("Homes that had the old promise and are not handed over follow the new one.")
    words = {"title": title, "action": _("Save"), "project": phase.project, "hint": hint}
    return _written(request, form, write, back=_homes(phase.project), **words)


@page("homes.edit")
@require_http_methods(["GET", "POST"])
def add_building(request):
    """Add a building to a project."""
    project = _project(request)
    first = {"floors": 1, "phase": request.GET.get("phase", "")}
    form = BuildingForm(request.POST or None, initial=first, phases=selectors.phases_of(project))

    def write(said):
        services.add_building(request.user, project, now=clock.now(), **form.said())

    words = {"title": _("Add a building"), "action": _("Add the building"), "project": project}
    return _written(request, form, write, back=_homes(project), **words)


@page("homes.edit")
@require_http_methods(["GET", "POST"])
@one_by_one
def edit_building(request, project, code):
    """The phase, size and address of a building."""
    building = as_it_stands(request, access.building_for(request.user, project, code, to="homes.edit"))
    typed = {name: getattr(building, name) for name in ("floors", "address", "completed_on")}
    typed["phase"] = building.phase.code if building.phase else ""
    form = BuildingForm(request.POST or None, initial=typed, phases=selectors.phases_of(building.project))
    form.fields.pop("code")

    def write(said):
        services.edit_building(request.user, building, changes=form.said(), now=clock.now())

    title = _("Building %(code)s") % {"code": building.code}
    words = {"title": title, "action": _("Save"), "project": building.project}
    return _written(request, form, write, back=_building(building), **words)


@page("homes.edit")
@require_http_methods(["GET", "POST"])
def add_entrance(request, project, code):
    """Add an entrance to a building."""
    building = access.building_for(request.user, project, code, to="homes.edit")
    form = EntranceForm(request.POST or None)

    def write(said):
        services.add_entrance(request.user, building, code=said["code"], now=clock.now())

    words = {"title": _("Add an entrance"), "action": _("Add the entrance"), "project": building.project}
    return _written(request, form, write, back=_building(building), **words)


@page("homes.edit")
@require_http_methods(["GET", "POST"])
def many(request, project, code):
    """Lay out all homes of a building: first they are shown, then added."""
    building = access.building_for(request.user, project, code, to="homes.edit")
    entrances = ", ".join(selectors.entrances_of(building))
    first = {"type": "apartment", "first_floor": 1, "last_floor": building.floors, "doors": 2}
    form = LayoutForm(request.POST or None, initial=first | {"entrances": entrances})
    context = {"form": form, "building": building, "back": _building(building)}
    if request.method == "POST" and form.is_valid():
        rows = rules.homes_laid_out(building.code, form.layout, type=form.cleaned_data["type"])
        if "add" in request.POST:
            outcomes = services.add_homes(request.user, building.project, rows, now=clock.now())
            made = sum(outcome.made for outcome in outcomes)
            messages.success(request, _("%(count)s homes have been added.") % {"count": made})
            return redirect(_building(building))
        context["preview"] = selectors.preview_of(building, rows)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "owners/home_many.html", context, status=status)


def _project(request):
    asked = request.POST.get("project") or request.GET.get("project", "")
    return access.project_for(request.user, asked, to="homes.edit")


def _homes(project) -> str:
    return f"{reverse('owners:homes')}?project={project.code}"


def _building(building) -> str:
    return reverse("owners:building", args=[building.project.code, building.code])


def _written(request, form, write, *, back, **words):
    """Show the form; when it is sent, do what it says, and put a refusal beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data)
        except DoorstepError as refusal:
            if refusal.status not in (409, 422):
                raise
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/home_place.html", {"form": form, "back": back, **words}, status=status)


def put_beside(form, refusal: DoorstepError) -> None:
    """Each sentence of a refusal beside the field it is about."""
    if not refusal.fields:
        form.add_error(None, str(refusal.message))
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
