"""Pages: findings that wait to be fixed, and the checklists of types of homes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError
from crm.web.pages import page
from crm.web.paging import capped_count, keyset_page
from owners import access
from owners.days import day_of
from owners.homes.models import HomeType
from owners.homes.place_views import put_beside
from owners.warranty.selectors import parts

from . import checklists, selectors, services
from .access import finding_for, item_for
from .forms import FixedForm, ItemForm


@page("handovers.view")
@require_GET
def findings(request):
    """What was found at handovers and is not fixed, what is due first."""
    projects = access.projects_for(request.user, to="handovers.view")
    code, show = request.GET.get("project", ""), request.GET.get("show", "")
    project = next((row for row in projects if row.code == code), None)
    today = day_of(clock.now())
    rows = selectors.findings_listed(
        request.user, project=project, overdue_on=today if show == "late" else None
    )
    found = keyset_page(rows, by=("due_on", "id"), mark=request.GET.get("after"), size=50)
    context = {
        "page": found,
        "count": capped_count(rows) if found.first else None,
        "projects": projects,
        "project": project,
        "show": show,
        "filters": {"show": show, "project": project.code if project else ""},
        "today": today,
        "may_edit": may(request.user, "handovers.edit"),
        "sees_owners": may(request.user, "owners.view"),
    }
    return render(request, "owners/findings.html", context)


@page("handovers.edit")
@require_http_methods(["GET", "POST"])
def fixed(request, public_id):
    """A finding has been put right."""
    row = finding_for(request.user, public_id)
    first = {"on": day_of(clock.now(), row.project)}
    form = FixedForm(request.POST or None, initial=first)
    back = reverse("owners:handover_page", args=[row.handover.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            services.fix_finding(request.user, row, now=clock.now(), **form.cleaned_data)
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("The finding is fixed."))
            return redirect(back)
    status = 422 if request.method == "POST" else 200
    words = {"title": _("Fixed: %(remark)s") % {"remark": row.remark}, "action": _("It is fixed")}
    return render(request, "owners/home_place.html", {"form": form, "back": back, **words}, status=status)


@page("checklists.edit")
@require_GET
def lists(request):
    """The checklist of one type of home, room by room."""
    asked = request.GET.get("type", "")
    home_type = asked if asked in HomeType.values else HomeType.APARTMENT
    context = {
        "home_type": home_type,
        "types": HomeType.choices,
        "items": selectors.items_of(home_type),
    }
    return render(request, "owners/checklist.html", context)


@page("checklists.edit")
@require_POST
def standard(request):
    """Begin with the house's list for a type of home."""
    home_type = request.POST.get("type", "")
    try:
        checklists.add_standard_list(request.user, home_type, now=clock.now())
    except DoorstepError as refusal:
        messages.error(request, str(refusal.message))
        home_type = HomeType.APARTMENT
    return redirect(f"{reverse('owners:checklists')}?type={home_type}")


@page("checklists.edit")
@require_http_methods(["GET", "POST"])
def add_item(request):
    form = ItemForm(request.POST or None, parts=parts(), initial={"home_type": request.GET.get("type", "")})
    form.fields.pop("retired")

    def write(said):
        home_type = form.cleaned_data["home_type"]
        return checklists.add_item(request.user, home_type=home_type, now=clock.now(), **said)

    return _item(request, form, write, title=_("Add an item"), action=_("Add the item"))


@page("checklists.edit")
@require_http_methods(["GET", "POST"])
def edit_item(request, public_id):
    row = item_for(request.user, public_id)
    typed = {name: getattr(row, name) for name in ("room", "name", "position", "retired")}
    typed |= {f"room_{code}": name for code, name in row.room_names.items()}
    typed |= {f"name_{code}": name for code, name in row.names.items()}
    form = ItemForm(
        request.POST or None, parts=parts(), initial=typed | {"part": row.part.code if row.part else ""}
    )
    form.fields.pop("home_type")

    def write(said):
        changes = said | {"retired": form.cleaned_data["retired"]}
        return checklists.edit_item(request.user, row, changes=changes, now=clock.now())

    return _item(request, form, write, title=row.label, action=_("Save"))


def _item(request, form, write, **words):
    if request.method == "POST" and form.is_valid():
        try:
            row = write(form.said())
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('owners:checklists')}?type={row.home_type}")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "back": reverse("owners:checklists"), **words}
    return render(request, "owners/home_place.html", context, status=status)
