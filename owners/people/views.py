"""Pages: the list of owners, adding one, editing one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotFound, Refused, Stale
from crm.web import sealed
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import capped_count, keyset_page
from owners import access
from owners.contracts import selectors as contracts
from owners.contracts.states import Stage
from owners.days import day_of
from owners.duplicates import entry

from . import selectors, services
from .choices import OwnerKind
from .forms import OwnerForm
from .masked import masked

FILTERS = ("project", "kind", "stage", "manager", "below", "order", "mine")
ORDERS = {
    "": ("name_key", "id"),
    "newest": ("-created_at", "-id"),
    "incomplete": ("completeness", "name_key", "id"),
}
BANDS = (30, 50, 70, 90)  # per cent of a profile
SPOKEN_IN = {"CN": "zh-hans", "TW": "zh-hant", "HK": "zh-hant", "MO": "zh-hant", "FI": "fi"}


@page("owners.view")
@require_http_methods(["GET", "POST"])
def listed(request):
    """All owners by name, by newness or by what is missing of them; or whom the query names, newest first."""
    if onward := sealed.onward(request, *FILTERS):
        return onward
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS} | {"q": sealed.words(request)}
    projects = access.projects_for(request.user)
    project = next((row for row in projects if row.code == asked["project"]), None)
    managers = access.managers_for(request.user)
    rows = selectors.owners_listed(
        request.user,
        query=asked["q"],
        project=project,
        kind=asked["kind"] if asked["kind"] in OwnerKind.values else "",
        stage=asked["stage"] if asked["stage"] in Stage.values else "",
        manager=request.user if asked["mine"] else _called(managers, asked["manager"]),
        below=whole(asked["below"]),
    )
    order = ("-id",) if asked["q"] else ORDERS.get(asked["order"], ORDERS[""])
    found = keyset_page(rows, by=order, mark=request.GET.get("after"), size=40)
    today = day_of(clock.now())
    context = {
        "page": found,
        "rows": _with_homes(found.rows, today),
        "count": capped_count(rows) if found.first else None,
        "asked": asked,
        "projects": projects,
        "kinds": OwnerKind.choices,
        "stages": Stage.choices,
        "managers": managers,
        "bands": BANDS,
        "narrowed": any(asked[name] for name in ("q", *FILTERS) if name != "order"),
        "may_edit": may(request.user, "owners.edit"),
    }
    return render(request, "owners/list.html", context)


def _called(managers, username: str):
    return next((row for row in managers if row.username == username), None)


def _with_homes(owners, today):
    homes = contracts.homes_of([owner.pk for owner in owners], today)
    return [{"owner": owner, "homes": homes[owner.pk]} for owner in owners]


@page("owners.edit")
@require_http_methods(["GET", "POST"])
def add(request):
    """Add an owner; a duplicate is shown beside the field, and nothing typed is lost."""
    form = form_for(request, initial=_first(request))
    duplicate, matches = None, []
    if request.method == "POST" and form.is_valid():
        project = access.project_for(request.user, form.cleaned_data["project"], to="owners.edit")
        matches = entry.alike(request.user, form.said(), home=_home(request))
        if matches and not request.POST.get("despite"):
            return _look_first(request, form, matches)
        try:
            owner = services.add_owner(request.user, project=project, now=clock.now(), **form.said())
        except Refused as refusal:
            duplicate = _show(form, refusal)
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": owner.name})
            return redirect("owners:card", number=owner.number)
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/owner_form.html", {"form": form, "duplicate": duplicate}, status=status)


def _look_first(request, form, matches):
    """Somebody here looks like the one who is added: shown before saving, and all that was typed stays."""
    said = {code for match in matches for code, _points in match.likeness.reasons}
    for field in ("phone", "identity"):
        if f"same_{field}" in said:
            form.add_error(field, services.duplicate(field, None).message)
    context = {
        "form": form,
        "matches": _with_their_homes(matches),
        "certain": any(match.certain for match in matches),
        "home": request.POST.get("home", ""),
    }
    return render(request, "owners/owner_form.html", context, status=422)


def _first(request) -> dict:
    """What most people of the project's country would answer."""
    projects = access.projects_for(request.user, to="owners.edit")
    asked = request.GET.get("project", "")
    project = next((row for row in projects if row.code == asked), projects[0] if projects else None)
    return {
        "project": project.code if project else "",
        "name": request.GET.get("name", ""),
        "kind": "prospect" if request.GET.get("kind") == "prospect" else "person",
        "phone": sealed.opened(request.GET.get(sealed.PARAMETER, "")),
        "language": SPOKEN_IN.get(project.city.country, "en") if project else "en",
        "preferred_channel": "phone",
        "hours": "any",
    }


@page("owners.edit")
@require_http_methods(["GET", "POST"])
def edit(request, number):
    """Edit an owner; when somebody else was quicker, both versions are shown and nothing typed is lost."""
    owner = access.owner_for(request.user, number, to="owners.edit")
    form = form_for(request, initial=typed_in(owner, request.user))
    form.fields.pop("project")
    context = {"form": form, "owner": owner, "version": owner.version}
    if request.method == "POST" and form.is_valid():
        version = whole(request.POST.get("version", "")) or 0
        try:
            services.edit_owner(
                request.user,
                owner,
                version=version,
                changes=changes_in(form, owner, request.user),
                now=clock.now(),
            )
        except Refused as refusal:
            context |= {"duplicate": _show(form, refusal), "version": version}
        except Stale:
            context |= {"differences": _differences(form, owner, request.user), "status": 409}
        else:
            messages.success(request, _("Saved."))
            return redirect("owners:card", number=owner.number)
    status = context.pop("status", 422 if request.method == "POST" else 200)
    return render(request, "owners/owner_form.html", context, status=status)


@page("owners.edit")
@require_POST
def match(request):
    """Who is here already and looks like what has been typed so far? Asked whenever a field is left."""
    form = form_for(request, initial={})
    form.is_valid()  # what cannot be read yet is not compared
    number = request.POST.get("number", "")
    owner = access.owner_for(request.user, number, to="owners.edit") if number else None
    # the intake asks too, where somebody unknown calls; its fields are called after him
    caller = {
        name: request.POST[f"caller_{name}"] for name in ("name", "phone") if f"caller_{name}" in request.POST
    }
    matches = entry.alike(request.user, form.said() | caller, home=_home(request), but=owner)
    return render(request, "owners/match.html", {"matches": _with_their_homes(matches)})


def _home(request):
    """The home somebody speaks of, if there is one of that number; it only helps to see who is known there."""
    number = request.POST.get("home", "").strip()
    if not number or not may(request.user, "homes.view"):
        return None
    try:
        return access.home_numbered(request.user, request.POST.get("project", ""), number)
    except NotFound:
        return None


def _with_their_homes(matches) -> list[dict]:
    homes = contracts.homes_of([match.owner.pk for match in matches], day_of(clock.now()))
    return [{"match": match, "homes": homes[match.owner.pk]} for match in matches]


def form_for(request, initial):
    return OwnerForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        projects=access.projects_for(request.user, to="owners.edit"),
        managers=access.managers_for(request.user),
        hints=may(request.user, "owners.hints"),
    )


def changes_in(form, owner, user) -> dict:
    """What was typed, less the masked values that came back as they were shown."""
    shown = masked(owner, user)
    return {name: value for name, value in form.said().items() if name not in shown or value != shown[name]}


def typed_in(owner, user) -> dict:
    """The form as it opens; phone, e-mail, identity and address stay masked until somebody writes new ones."""
    values = {name: getattr(owner, name) for name in OwnerForm.base_fields if name != "project"}
    values |= masked(owner, user)
    values["manager"] = owner.manager.username if owner.manager else ""
    return values


def _show(form, refusal: Refused):
    """Put the refusal beside its fields; the owner who is there already, if he may be seen."""
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    return refusal.extra.get("existing")


def _differences(form, owner, user) -> list[tuple[str, str, str]]:
    """(field, as it is now, as typed) wherever the two differ; personal numbers are not spelled out."""
    now_there, rows = typed_in(owner, user), []
    for name, field in form.fields.items():
        typed = form.cleaned_data.get(name)
        if (now_there[name] or "") == (typed or ""):
            continue
        words = dict(getattr(field, "choices", ()))
        rows.append((field.label, words.get(now_there[name], now_there[name]), words.get(typed, typed)))
    return rows
