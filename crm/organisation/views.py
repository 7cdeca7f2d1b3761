"""The tree of places and the departments, for the administrator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crm import clock
from crm.errors import Refused
from crm.organisation import access, placing, selectors, services
from crm.organisation.forms import NEW, MoveCityForm, NamesForm, WorkingForm
from crm.web.pages import page
from crm.web.seen import as_it_stands, one_by_one

TITLES = {
    "region": gettext_lazy("Add a region"),
    "city": gettext_lazy("Add a city"),
    "project": gettext_lazy("Add a project"),
    "department": gettext_lazy("Add a department"),
}


@page("organisation.view")
def tree(request):
    context = {"regions": selectors.tree(), "departments": selectors.departments()}
    return render(request, "organisation/tree.html", context)


@page("organisation.edit")
def add(request, kind):
    if kind not in NEW:
        raise Http404
    form = NEW[kind](request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data | {"names": form.names()}
            thing = placing.add(request.user, kind, given, now=clock.now())
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": thing.label})
            return redirect("organisation")
    return render(request, "organisation/add.html", {"form": form, "kind": kind, "title": TITLES[kind]})


@page("organisation.edit")
@one_by_one
def edit(request, kind, code):
    """Names, and below them where the thing stands."""
    thing = as_it_stands(request, access.place_for(request.user, kind, code))
    form = NamesForm(request.POST or None, initial=NamesForm.initial_of(thing))
    if request.method == "POST" and form.is_valid():
        names = {"name": form.cleaned_data["name"], "names": form.names()}
        services.rename(request.user, thing, **names, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("organisation")
    return _edited(request, kind, thing, form=form)


@page("organisation.edit")
@require_POST
@one_by_one
def move(request, kind, code):
    """A city to another region, a project to another city, clock or calendar."""
    thing = as_it_stands(request, access.place_for(request.user, kind, code))
    form = _move_form(kind, thing, request.POST)
    if form is None or not form.is_valid():
        return _edited(request, kind, thing, move_form=form)
    try:
        placing.move(request.user, kind, thing, form.cleaned_data, now=clock.now())
    except Refused as refusal:
        show(form, refusal)
        return _edited(request, kind, thing, move_form=form)
    messages.success(request, _("Saved. Who sees it follows the new place."))
    return redirect("organisation")


def _edited(request, kind, thing, *, form=None, move_form=None):
    context = {
        "thing": thing,
        "kind": kind,
        "form": form or NamesForm(initial=NamesForm.initial_of(thing)),
        "move_form": move_form or _move_form(kind, thing, None),
    }
    return render(request, "organisation/edit.html", context)


def _move_form(kind, thing, given):
    if kind == "city":
        return MoveCityForm(given, initial={"region": thing.region.code})
    if kind == "project":
        initial = {"city": thing.city.code, "timezone": thing.timezone, "currency": thing.currency}
        initial["calendar"] = thing.calendar.code if thing.calendar else ""
        return WorkingForm(given, initial=initial)
    return None


def show(form, refusal: Refused) -> None:
    """The refusal's messages beside the fields they speak of."""
    for name, message in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(message))
    if not refusal.fields:
        form.add_error(None, str(refusal.message))
