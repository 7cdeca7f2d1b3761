"""Pages: appointments, the walk through a home, taking it over or refusing to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import capped_count, keyset_page
from owners import access
from owners.contracts.selectors import owners_now
from owners.days import day_of
from owners.homes.place_views import put_beside
from owners.warranty.selectors import parts

from . import selectors, services
from .access import colleague_for, handover_for
from .forms import AppointmentForm, FindingForm, FixedForm, InspectionForm, ReasonForm, TakeOverForm
from .services import METERS
from .states import HandoverStatus


@page("handovers.view")
@require_GET
def listed(request):
    """Handovers by their state: the next appointment first, of those that ended the last one."""
    status = request.GET.get("status", "")
    status = status if status in HandoverStatus.values else HandoverStatus.PLANNED
    projects = access.projects_for(request.user, to="handovers.view")
    code = request.GET.get("project", "")
    project = next((row for row in projects if row.code == code), None)
    rows = selectors.handovers_listed(request.user, status=status, project=project)
    planned = status == HandoverStatus.PLANNED
    order = ("appointment_at", "id") if planned else ("-appointment_at", "-id")
    found = keyset_page(rows, by=order, mark=request.GET.get("after"), size=50)
    context = {
        "page": found,
        "count": capped_count(rows) if found.first else None,
        "status": status,
        "statuses": HandoverStatus.choices,
        "projects": projects,
        "project": project,
        "filters": {"status": status, "project": project.code if project else ""},
        "sees_owners": may(request.user, "owners.view"),
        "may_edit_lists": may(request.user, "checklists.edit"),
    }
    return render(request, "owners/handovers.html", context)


@page("handovers.edit")
@require_http_methods(["GET", "POST"])
def plan(request, public_number):
    """Agree on a day with one of the owners."""
    home = access.home_for(request.user, public_number, to="handovers.edit")
    held = owners_now(home, day_of(clock.now(), home.project))
    owners = {row.owner.number: row.owner for row in held}
    options = {"owners": owners.values(), "colleagues": access.managers_for(request.user)}
    first = {"at": None, "conducted_by": request.user.username}
    form = AppointmentForm(request.POST or None, initial=first, **options)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = services.plan_handover(
                request.user,
                home,
                owners[said["owner"]],
                at=said["at"],
                conducted_by=colleague_for(request.user, said["conducted_by"]),
                now=clock.now(),
            )
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("The appointment is settled."))
            return redirect("owners:handover_page", public_id=row.public_id)
    words = {"title": _("Plan the handover of %(home)s") % {"home": home.number}, "action": _("Settle it")}
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "home": home, "owner": None, **words}
    return render(request, "owners/record.html", context, status=status)


@page("handovers.edit")
@require_http_methods(["GET", "POST"])
def reschedule(request, public_id):
    """Another day, or somebody else goes."""
    row = handover_for(request.user, public_id, to="handovers.edit")
    colleagues = access.managers_for(request.user)
    first = {"at": row.appointment_at, "conducted_by": row.conducted_by.username if row.conducted_by else ""}
    form = AppointmentForm(request.POST or None, initial=first, owners=[row.owner], colleagues=colleagues)
    form.fields.pop("owner")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        colleague = colleague_for(request.user, said["conducted_by"])
        try:
            services.reschedule(
                request.user, row, version=row.version, at=said["at"], conducted_by=colleague, now=clock.now()
            )
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("The appointment is settled."))
            return redirect("owners:handover_page", public_id=public_id)
    words = {"title": _("Another appointment for %(home)s") % {"home": row.home.number}}
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "home": row.home, "owner": None, "action": _("Settle it"), **words}
    return render(request, "owners/record.html", context, status=status)


@page("handovers.view")
@require_GET
def show(request, public_id):
    """One handover: the list room by room, what was found, the keys; to be printed on A4."""
    row = handover_for(request.user, public_id)
    return render(request, "owners/handover.html", _of(request, row))


def _of(request, row, **more) -> dict:
    rooms = selectors.inspection_of(row)
    today = day_of(clock.now(), row.home.project)
    bound = more.pop("inspection", None) or _inspection(rooms)
    return {
        "handover": row,
        "home": row.home,
        "rooms": [(room, [(seen, bound.asked(seen.item)) for seen in items]) for room, items in rooms],
        "counts": selectors.counted(rooms),
        "findings": selectors.findings_of(row),
        "inspection": bound,
        "today": today,
        "may_edit": may(request.user, "handovers.edit", project=row.home.project),
        "take_over_form": TakeOverForm(initial={"on": today, "signed_by": row.owner.name}),
        "refusal_form": ReasonForm(initial={"on": today}),
        "call_off_form": ReasonForm(initial={"on": today}, prefix="off"),
        "finding_form": FindingForm(parts=parts()),
        "fixed_form": FixedForm(initial={"on": today}),
        "meters": [(name, getattr(row, name)) for name in METERS],
        **more,
    }


def _inspection(rooms, sent=None) -> InspectionForm:
    return InspectionForm(sent, items=[seen for _room, items in rooms for seen in items])


@page("handovers.edit")
@require_POST
def inspect(request, public_id):
    """What was seen, item by item."""
    row = handover_for(request.user, public_id, to="handovers.edit")
    form = _inspection(selectors.inspection_of(row), request.POST)

    def write(said):
        version = whole(request.POST.get("version", "")) or 0
        services.inspect(request.user, row, version=version, results=form.results, now=clock.now())

    return _done(request, row, form, write, _("What was seen has been written down."), name="inspection")


@page("handovers.edit")
@require_POST
def finding(request, public_id):
    """Something wrong that the list does not ask for."""
    row = handover_for(request.user, public_id, to="handovers.edit")
    form = FindingForm(request.POST, parts=parts())

    def write(said):
        part = form.parts.get(said.pop("part"))
        services.add_finding(request.user, row, part=part, now=clock.now(), **said)

    return _done(request, row, form, write, _("The finding has been written down."), name="finding_form")


@page("handovers.edit")
@require_POST
def take_over(request, public_id):
    """The owner signs and takes the keys."""
    row = handover_for(request.user, public_id, to="handovers.edit")
    form = TakeOverForm(request.POST)

    def write(said):
        version = whole(request.POST.get("version", "")) or 0
        services.take_over(
            request.user,
            row,
            version=version,
            signed_by=said["signed_by"],
            on=said["on"],
            keys=said["keys"],
            readings={name: said[name] for name in METERS},
            now=clock.now(),
        )

    return _done(request, row, form, write, _("The home has been handed over."), name="take_over_form")


@page("handovers.edit")
@require_POST
def refuse(request, public_id):
    """The owner does not take the home over."""
    return _ended(request, public_id, services.refuse, ReasonForm(request.POST), "refusal_form")


@page("handovers.edit")
@require_POST
def call_off(request, public_id):
    """The appointment does not take place."""
    return _ended(
        request, public_id, services.call_off, ReasonForm(request.POST, prefix="off"), "call_off_form"
    )


def _ended(request, public_id, service, form, name):
    row = handover_for(request.user, public_id, to="handovers.edit")

    def write(said):
        version = whole(request.POST.get("version", "")) or 0
        service(request.user, row, version=version, now=clock.now(), **said)

    return _done(request, row, form, write, _("Recorded."), name=name)


def _done(request, row, form, write, sentence, *, name):
    """Do what the form says and show the handover; a refusal stands beside what it is about."""
    if form.is_valid():
        try:
            write(dict(form.cleaned_data))
        except DoorstepError as refusal:
            if refusal.status not in (409, 422):
                raise
            put_beside(form, refusal)
        else:
            messages.success(request, sentence)
            return redirect("owners:handover_page", public_id=row.public_id)
    return render(request, "owners/handover.html", _of(request, row, **{name: form}), status=422)
