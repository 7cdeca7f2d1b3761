"""Pages: the tree of causes and its editing, the box in which one finds a cause, and naming one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may, require
from crm.errors import DoorstepError, Refused
from crm.versions import Table, in_words, reasons, versions
from crm.versions.pages import bringing_back
from crm.web.asked import whole
from crm.web.pages import page
from owners.homes.place_views import put_beside
from service_desk.cases.access import case_for
from service_desk.repairs.access import contractor_called

from . import selectors, services
from .access import cause_for
from .forms import CauseForm, said_in, typed
from .picking import picked


@page("causes.view")
@require_GET
def find(request):
    """The causes that a few letters mean, in any language or in pinyin; each is a button that chooses it."""
    query = request.GET.get("cause_query", "")[:60]
    context = {"found": selectors.found(query), "query": query, "case": request.GET.get("case", "")}
    return render(request, "desk/cause_found.html", context)


@page("cases.register")
@require_POST
def finer(request):
    """While a call is taken: what the words seem to be about, what is sought, and the way down from the class."""
    said = request.POST
    query, chosen = said.get("cause_query", "")[:60], picked(said)
    words, language = said.get("words", "")[:4000], said.get("language", "")[:10]
    context = {
        "query": query,
        "found": selectors.found(query) if query.strip() else selectors.guessed(words, language),
        "way": selectors.finer(chosen or said.get("subject", "")[:80]),
        "chosen": chosen,
    }
    return render(request, "desk/cause_finer.html", context)


@page("causes.name")
@require_POST
def name(request, number):
    """The cause of a case is named."""
    case = case_for(request.user, number, to="causes.name")
    company = request.POST.get("contractor", "")
    try:
        services.name_cause(
            request.user,
            case,
            code=request.POST.get("code", ""),
            contractor=contractor_called(company) if company else None,
            because=request.POST.get("because", ""),
            version=whole(request.POST.get("version", "")),
            now=clock.now(),
        )
    except Refused as refusal:
        words = " ".join(str(text) for text in refusal.fields.values()) or str(refusal.message)
        messages.error(request, words)
    else:
        messages.success(request, _("The cause is named."))
    return redirect("desk:case", number)


@page("causes.view")
@require_http_methods(["GET", "POST"])
def listed(request):
    """The whole tree; and adding to it."""
    form = CauseForm(request.POST or None)
    form.fields.pop("active")
    if request.method == "POST":
        require(request.user, "causes.edit")
        if form.is_valid():
            try:
                services.add_cause(request.user, code=form.cleaned_data["code"], now=clock.now(), **form.said)
            except DoorstepError as refusal:
                put_beside(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("desk:causes")
    context = {
        "rows": selectors.tree(inactive=True),
        "form": form,
        "may_edit": may(request.user, "causes.edit"),
    }
    return render(request, "desk/causes.html", context, status=422 if form.errors else 200)


@page("causes.edit")
@require_POST
def standard(request):
    """Add of the shipped tree what is missing."""
    count = services.add_standard_causes(request.user, now=clock.now())
    text = ngettext("%(count)s cause added.", "%(count)s causes added.", count) % {"count": count}
    messages.success(request, text)
    return redirect("desk:causes")


@page("causes.view")
@require_http_methods(["GET", "POST"])
def cause(request, code):
    """One cause in four languages, with what it said before."""
    row = cause_for(request.user, code, to="causes.edit" if request.method == "POST" else "causes.view")
    form = CauseForm(request.POST or None, initial=typed(row))
    form.fields.pop("code")
    if request.method == "POST" and form.is_valid():
        said = form.said | {"active": form.cleaned_data["active"], "version": form.cleaned_data["version"]}
        try:
            services.edit_cause(request.user, row, now=clock.now(), **said)
        except DoorstepError as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:cause", code)
    may_edit = may(request.user, "causes.edit")
    context = {
        "row": row,
        "path": selectors.path_of(code),
        "form": form,
        "versions": _versions(form, row, may_edit),
        "count": selectors.used([code])[code],
        "may_edit": may_edit,
    }
    return render(request, "desk/cause.html", context, status=422 if form.errors else 200)


def _versions(form, row, may_edit: bool) -> list:
    return versions(
        selectors.versions_of(row),
        Table(at="changed_at", by="changed_by"),
        in_force=row.version,
        says=lambda version: in_words(form, said_in(version)),
        whys=reasons(type(row), [row.pk]),
        back=(lambda number: reverse("desk:cause_return", args=[row.code, number])) if may_edit else None,
    )


bring_back = bringing_back(
    "causes.edit",
    services.bring_back,
    find=lambda user, code: cause_for(user, code, to="causes.edit"),
    done=lambda _row: _("Saved."),
    to="desk:cause",
)
