"""Pages: the parts under warranty, one part, and what projects grant."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError
from crm.versions.pages import bringing_back
from crm.web.pages import page
from owners import access
from owners.homes.place_views import put_beside

from . import selectors, services
from .access import part_for
from .forms import PartForm, TermForm, said_in
from .history import shown_versions
from .past import FIELDS


@page("homes.view")
@require_GET
def listed(request):
    """For how long which part is warranted."""
    context = {
        "parts": selectors.parts(),
        "missing": selectors.standard_missing(),
        "may_edit": may(request.user, "warranty.edit"),
    }
    return render(request, "owners/warranty_parts.html", context)


@page("warranty.edit")
@require_POST
def standard(request):
    """Begin with the parts and lengths the law names."""
    count = services.add_standard_parts(request.user, now=clock.now())
    messages.success(request, _("%(count)s parts have been added.") % {"count": count})
    return redirect("owners:warranty_parts")


@page("warranty.edit")
@require_http_methods(["GET", "POST"])
def add(request):
    form = PartForm(request.POST or None, initial={"measure": "years", "length": 2, "legal_minimum": 2})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in PartForm.base_fields}
        try:
            services.add_part(request.user, names=form.names, now=clock.now(), **said)
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("owners:warranty_parts")
    return _place(request, form, title=_("Add a part"), action=_("Add the part"))


@page("homes.view")
@require_http_methods(["GET", "POST"])
def part(request, code):
    """One part: its lengths, and what projects grant instead."""
    row = part_for(request.user, code, to="warranty.edit" if request.method == "POST" else "homes.view")
    form = PartForm(request.POST or None, initial=said_in({name: getattr(row, name) for name in FIELDS}))
    form.fields.pop("code")
    form.fields.pop("country")
    form.fields.pop("measure")
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in FIELDS if name != "names"}
        changes |= {"names": form.names}
        try:
            services.edit_part(request.user, row, changes=changes, now=clock.now())
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("owners:warranty_part", code=code)
    return _part(request, row, form=form, status=422 if request.method == "POST" else 200)


def _part(request, row, *, form=None, term_form=None, status=200):
    may_edit = may(request.user, "warranty.edit")
    projects = access.projects_for(request.user, to="warranty.grant") if _may_grant(request) else []
    seen = {project.pk for project in access.projects_for(request.user, to="homes.view")}
    context = {
        "part": row,
        "form": form,
        "terms": [term for term in selectors.terms_of(row) if term.project_id in seen],
        "term_form": term_form or TermForm(projects=projects),
        "may_edit": may_edit,
        "versions": shown_versions(row) if may_edit else [],
        "may_grant": bool(projects),
    }
    return render(request, "owners/warranty_part.html", context, status=status)


bring_back = bringing_back(
    "warranty.edit",
    services.bring_back,
    find=lambda user, code: part_for(user, code, to="warranty.edit"),
    done=lambda _row: _("Saved."),
    to="owners:warranty_part",
)


def _may_grant(request) -> bool:
    return may(request.user, "warranty.grant")


@page("warranty.grant")
@require_POST
def grant(request, code):
    """What one project grants for a part."""
    row = part_for(request.user, code, to="warranty.grant")
    form = TermForm(request.POST, projects=access.projects_for(request.user, to="warranty.grant"))
    if form.is_valid():
        project = access.project_for(request.user, form.cleaned_data["project"], to="warranty.grant")
        length = form.cleaned_data["length"]
        try:
            services.grant_term(request.user, row, project, length=length, now=clock.now())
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("owners:warranty_part", code=code)
    return _part(request, row, term_form=form, status=422)


def _place(request, form, **words):
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "back": reverse("owners:warranty_parts"), **words}
    return render(request, "owners/home_place.html", context, status=status)
