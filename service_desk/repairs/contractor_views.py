"""Pages: the register of contractors, and one with his contracts and what he owes."""

from babel.numbers import get_currency_precision
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.accounts.permissions import may, require
from crm.errors import Refused
from crm.web.pages import page
from crm.web.seen import as_it_stands, one_by_one
from owners.access import project_for, projects_for
from owners.homes.place_views import put_beside

from . import access, selectors, services
from .forms import ContractForm, ContractorForm


@page("contractors.view")
@require_http_methods(["GET", "POST"])
def listed(request):
    """The contractors and what comes back from them; and adding one."""
    form = ContractorForm(request.POST or None)
    form.fields.pop("active")
    if request.method == "POST":
        require(request.user, "contractors.edit")
        if form.is_valid():
            try:
                row = services.add_contractor(request.user, now=clock.now(), **form.cleaned_data)
            except Refused as refusal:
                put_beside(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("desk:contractor", row.code)
    context = {
        "rows": selectors.contractors(request.user, show=request.GET.get("show", "active")),
        "totals": selectors.recovery_totals(request.user),
        "form": form,
        "may_edit": may(request.user, "contractors.edit"),
    }
    return render(request, "desk/contractors.html", context, status=422 if form.errors else 200)


@page("contractors.view")
@require_http_methods(["GET", "POST"])
@one_by_one
def contractor(request, code):
    """One contractor: his particulars; saved by whoever keeps the register."""
    row = as_it_stands(request, access.contractor_for(request.user, code))
    typed = {"name": row.name, "trade": row.trade, "active": row.active}
    form = ContractorForm(request.POST or None, initial=typed)
    form.fields.pop("code")
    if request.method == "POST":
        require(request.user, "contractors.edit")
        if form.is_valid():
            services.edit_contractor(request.user, row, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("desk:contractor", code)
    return _show(request, row, form=form)


def _show(request, row, *, form, contract_form=None):
    may_edit = may(request.user, "contractors.edit")
    projects = projects_for(request.user, to="contractors.view") if may_edit else []
    context = {
        "row": row,
        "form": form,
        "contract_form": contract_form or ContractForm(projects=projects),
        "contracts": selectors.contracts_of(request.user, row),
        "totals": selectors.recovery_totals(request.user, contractor=row),
        "may_edit": may_edit,
    }
    wrong = form.errors or (contract_form is not None and contract_form.errors)
    return render(request, "desk/contractor.html", context, status=422 if wrong else 200)


@page("contractors.edit")
@require_http_methods(["POST"])
def contract(request, code):
    """A contract of a contractor in a project."""
    row = access.contractor_for(request.user, code, to="contractors.edit")
    form = ContractForm(request.POST, projects=projects_for(request.user, to="contractors.view"))
    if form.is_valid():
        said = dict(form.cleaned_data)
        project = project_for(request.user, said.pop("project"), to="contractors.view")
        retained = said.pop("retention")
        minor = int(retained.scaleb(get_currency_precision(project.currency)))
        try:
            services.add_contract(request.user, row, project, retention_amount=minor, now=clock.now(), **said)
        except Refused as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:contractor", code)
    first = ContractorForm(initial={"name": row.name, "trade": row.trade, "active": row.active})
    first.fields.pop("code")
    return _show(request, row, form=first, contract_form=form)
