"""Pages: projects and their buildings, the picture of a building, one home."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm import clock
from crm.accounts.permissions import may
from crm.errors import Refused, Stale
from crm.web import sealed
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import capped_count, keyset_page
from owners import access
from owners.contracts import rules
from owners.contracts import selectors as contracts
from owners.days import day_of
from owners.deeds.selectors import deeds_of_home
from owners.handovers.selectors import handovers_of_home
from owners.warranty.selectors import warranty_of

from . import selectors, services
from .forms import HandoverForm, HomeDetails, HomeForm
from .models import HomeType
from .states import HomeStatus

TONES = {
    HomeStatus.PLANNED: "planned",
    HomeStatus.ON_SALE: "sale",
    HomeStatus.RESERVED: "reserved",
    HomeStatus.SUBSCRIBED: "subscribed",
    HomeStatus.SIGNED: "signed",
    HomeStatus.HANDED_OVER: "home",
}


@page("homes.view")
@require_http_methods(["GET", "POST"])
def listed(request):
    """One project's buildings with their homes by state; or the homes that words, state and type name."""
    if onward := sealed.onward(request, "project", "status", "type"):
        return onward
    projects = access.projects_for(request.user, to="homes.view")
    code, query = request.GET.get("project", ""), sealed.words(request)
    kinds = {"status": HomeStatus.values, "type": HomeType.values}
    asked = {name: value for name in kinds if (value := request.GET.get(name, "")) in kinds[name]}
    project = next((row for row in projects if row.code == code), projects[0] if projects else None)
    context = {
        "projects": projects,
        "project": project,
        "query": query,
        "asked": asked,
        "statuses": HomeStatus.choices,
        "types": HomeType.choices,
        "filters": {"q": query, "project": code if query or asked or not project else project.code} | asked,
        "legend": HomeStatus.choices,
        "may_edit": may(request.user, "homes.edit"),
    }
    if query or asked:
        rows = selectors.homes_listed(request.user, query=query, project=project if code else None, **asked)
        order = ("number_key", "id") if code and not query else ("-id",)
        found = keyset_page(rows, by=order, mark=request.GET.get("after"), size=50)
        context |= {"page": found, "count": capped_count(rows) if found.first else None}
    elif project:
        context["phases"] = selectors.phases_counted(project)
    return render(request, "owners/homes.html", context)


@page("homes.view")
@require_GET
def building(request, project, code):
    """A building as one sees it: floors from the top, a door for each home, its state in colour and sign."""
    row = access.building_for(request.user, project, code)
    picture = selectors.picture_of(row)
    context = {
        "building": row,
        "picture": picture,
        "legend": HomeStatus.choices,
        "siblings": selectors.buildings_counted(row.project),
        "entrances": selectors.entrances_of(row),
        "may_edit": may(request.user, "homes.edit", project=row.project),
        "may_deeds": may(request.user, "deeds.edit", project=row.project),
    }
    return render(request, "owners/building.html", context)


@page("homes.view")
@require_GET
def show(request, public_number):
    """One home: what it is, who owns and owned it, what was signed."""
    home = access.home_for(request.user, public_number)
    return render(request, "owners/home.html", _of(request, home))


def _of(request, home, **more) -> dict:
    may_see_owners = may(request.user, "owners.view", project=home.project)
    may_see_purchases = may(request.user, "purchases.view", project=home.project)
    sees_handovers = may(request.user, "handovers.view", project=home.project)
    today = day_of(clock.now(), home.project)
    held = contracts.owners_of(home)
    handovers = handovers_of_home(home) if sees_handovers else []
    may_lead = may(request.user, "handovers.edit", project=home.project)
    return {
        "home": home,
        "today": today,
        "ownerships": held if may_see_owners else [],
        "holders": [row for row in held if rules.holds_on(row, today)] if may_see_owners else [],
        "handovers": handovers,
        "may_plan": may_lead
        and home.status == HomeStatus.SIGNED
        and not any(row.is_open for row in handovers),
        "warranty": warranty_of(home, today),
        "deeds": deeds_of_home(home) if may(request.user, "deeds.view", project=home.project) else [],
        "purchases": contracts.purchases_for_home(home) if may_see_purchases else [],
        "sees_owners": may_see_owners,
        "sees_purchases": may_see_purchases,
        "may_edit": may(request.user, "homes.edit", project=home.project),
        "may_record": may(request.user, "purchases.record", project=home.project),
        "handover_form": HandoverForm(initial={"on": home.handover_due_on}),
        **more,
    }


@page("homes.edit")
@require_http_methods(["GET", "POST"])
def add(request):
    """Add one home; its building and entrance are made where they are new."""
    first = {"type": "apartment", "floor": 1}
    first |= {name: request.GET[name] for name in ("project", "building", "entrance") if name in request.GET}
    projects = access.projects_for(request.user, to="homes.edit")
    form = HomeForm(request.POST or None, initial=first, projects=projects)
    if request.method == "POST" and form.is_valid():
        project = access.project_for(request.user, form.cleaned_data["project"], to="homes.edit")
        try:
            home = services.add_home(request.user, project, now=clock.now(), **form.said())
        except Refused as refusal:
            form.add_error("unit" if "number" in refusal.fields else None, str(refusal.message))
        else:
            messages.success(request, _("%(number)s has been added.") % {"number": home.number})
            return redirect("owners:home", public_number=home.public_number)
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/home_form.html", {"form": form}, status=status)


@page("homes.edit")
@require_http_methods(["GET", "POST"])
def edit(request, public_number):
    home = access.home_for(request.user, public_number, to="homes.edit")
    names = HomeDetails.base_fields
    form = HomeDetails(request.POST or None, initial={name: getattr(home, name) for name in names})
    context = {"form": form, "home": home, "version": home.version}
    if request.method == "POST" and form.is_valid():
        try:
            version = whole(request.POST.get("version", "")) or 0
            services.edit_home(request.user, home, version=version, changes=form.said(), now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        except Stale as stale:
            form.add_error(None, str(stale.message))
        else:
            messages.success(request, _("Saved."))
            return redirect("owners:home", public_number=home.public_number)
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/home_form.html", context, status=status)


@page("homes.edit")
@require_http_methods(["POST"])
def handover(request, public_number):
    """The keys changed hands."""
    home = access.home_for(request.user, public_number, to="homes.edit")
    form = HandoverForm(request.POST)
    if form.is_valid():
        try:
            services.hand_over(request.user, home, on=form.cleaned_data["on"], now=clock.now())
        except Refused as refusal:
            form.add_error("on", refusal.fields.get("on", str(refusal.message)))
        else:
            messages.success(request, _("Handover recorded."))
            return redirect("owners:home", public_number=public_number)
    return render(request, "owners/home.html", _of(request, home, handover_form=form), status=422)
