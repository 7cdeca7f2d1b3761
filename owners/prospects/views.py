"""Pages: the ranked list, one prospect, adding one, what became of those who asked, and the weights."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import Refused, Stale
from crm.versions import Table, in_words, versions
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners import access as owners_access
from owners.contracts import services as contracts
from owners.days import day_of
from owners.people.choices import Source
from owners.people.masked import Seen
from owners.people.views import SPOKEN_IN

from . import access, keeping, picture, selectors, services, wording
from .choices import Step
from .forms import AMOUNTS, InterestForm, LoseForm, OpenForm, WeightsForm

FILTERS = ("project", "source", "state", "step", "mine", "month")


@page("prospects.view")
@require_GET
def listed(request):
    """Those who are likeliest to buy first, each with why."""
    asked = {name: request.GET.get(name, "").strip()[:40] for name in FILTERS}
    filters = _filters(request.user, asked)
    found = keyset_page(
        selectors.prospects_listed(request.user, filters),
        by=selectors.RANKED,
        mark=request.GET.get("after"),
        size=40,
    )
    counts = selectors.counted_by_step(request.user, filters) if found.first else {}
    steps = [Step.LEAD, Step.VISITED, Step.RESERVED, Step.SUBSCRIBED]
    context = {
        "page": found,
        "rows": [_row(prospect) for prospect in found.rows],
        "board": [{"label": step.label, "count": counts.get(step.value, 0)} for step in steps],
        "asked": asked,
        "projects": owners_access.projects_for(request.user, to="prospects.view"),
        "sources": Source.choices,
        "states": _states(),
        "may_work": may(request.user, "prospects.work"),
        "may_weigh": may(request.user, "prospects.weigh"),
        "seen": Seen(request.user),
    }
    return render(request, "owners/prospects/list.html", context)


def _states() -> list[tuple[str, str]]:
    return [("", _("Still open")), ("signed", _("Signed")), ("lost", _("Lost")), ("all", _("All"))]


def _filters(user, asked: dict) -> dict:
    """The filters of an address as the selectors take them; what makes no sense narrows nothing."""
    first = picture.month_called(asked["month"])
    return {
        "project": asked["project"],
        "source": asked["source"] if asked["source"] in Source.values else "",
        "state": asked["state"] if asked["state"] in ("open", "signed", "lost", "all") else "",
        "step": asked["step"] if asked["step"] in Step.values else "",
        "salesperson": user if asked["mine"] else None,
        "month": first,
        "until": picture.month_after(first) if first else None,
    }


def _row(prospect) -> dict:
    return {
        "prospect": prospect,
        "owner": prospect.owner,
        "step": selectors.step_of(prospect),
        "why": wording.briefly(prospect.reasons),
    }


@page("prospects.view")
@require_http_methods(["GET", "POST"])
def show(request, public_id):
    """One prospect: his score and why, what he wants, what is next; and changing it."""
    row = access.prospect_for(request.user, public_id)
    currency = row.project.currency
    form = InterestForm(request.POST or None, initial=_typed_in(row), currency=currency)
    status = 200
    if request.method == "POST":
        row = access.prospect_for(request.user, public_id, to="prospects.work")
        status = _edit(request, row, form)
        if status == 200:
            return redirect("owners:prospect", public_id)
    return render(request, "owners/prospects/one.html", _page_of(request, row, form), status=status)


def _edit(request, row, form) -> int:
    if not form.is_valid():
        return 422
    version = whole(request.POST.get("version", "")) or 0
    try:
        services.edit_prospect(request.user, row, version=version, changes=form.cleaned_data, now=clock.now())
    except Refused as refusal:
        _show_refusal(form, refusal)
        return 422
    except Stale as stale:
        form.add_error(None, str(stale.message))
        return 409
    messages.success(request, _("Saved."))
    return 200


def _page_of(request, row, form) -> dict:
    user, project = request.user, row.project
    return {
        "prospect": row,
        "owner": row.owner,
        "step": selectors.step_of(row),
        "reasons": wording.explained(row.reasons),
        "form": form,
        "lose_form": LoseForm(),
        "people": owners_access.managers_for(user) if may(user, "prospects.give", project=project) else [],
        "may_work": may(user, "prospects.work", project=project),
        "may_record": may(user, "purchases.record", project=project),
        "sees_owner": may(user, "owners.view", project=project),
        "today": day_of(clock.now(), project),
        "phone": Seen(user, [project]).of(row.owner, "phone"),
    }


def _typed_in(row) -> dict:
    values = {name: getattr(row, name) for name in InterestForm.base_fields}
    for name in AMOUNTS:
        values[name] = picture.major(values[name], row.project.currency)
    return values


def _show_refusal(form, refusal: Refused) -> None:
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, sentence)


@page("prospects.work")
@require_http_methods(["GET", "POST"])
def add(request):
    """Somebody asked: opened, or heard again where his number is known."""
    projects = owners_access.projects_for(request.user, to="prospects.work")
    chosen = next((row for row in projects if row.code == request.POST.get("project")), None) or (
        projects[0] if projects else None
    )
    first = {"source": "hotline", "language": SPOKEN_IN.get(chosen.city.country, "en")} if chosen else {}
    currency = chosen.currency if chosen else "CNY"
    form = OpenForm(request.POST or None, initial=first, projects=projects, currency=currency)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            row = services.open_prospect(request.user, **_opening(said, chosen), now=clock.now())
        except Refused as refusal:
            _show_refusal(form, refusal)
        else:
            messages.success(request, _("%(name)s is on the list.") % {"name": row.owner.name})
            return redirect("owners:prospect", row.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/prospects/add.html", {"form": form}, status=status)


def _opening(said: dict, project) -> dict:
    interest = {name: said.pop(name) for name in services.INTEREST}
    return said | {"project": project, "interest": interest}


@page("prospects.work")
@require_POST
def visit(request, public_id):
    """He came to look today."""
    row = access.prospect_for(request.user, public_id, to="prospects.work")
    now = clock.now()
    contracts.record_visit(
        request.user,
        row.owner,
        project=row.project,
        on=day_of(now, row.project),
        received_by=request.user,
        now=now,
    )
    messages.success(request, _("The visit is written down."))
    return redirect("owners:prospect", public_id)


@page("prospects.give")
@require_POST
def give(request, public_id):
    """Make somebody answerable for him."""
    row = access.prospect_for(request.user, public_id, to="prospects.give")
    known = {person.username: person for person in owners_access.managers_for(request.user)}
    services.give(
        request.user,
        row,
        to=known.get(request.POST.get("salesperson", "")),
        version=whole(request.POST.get("version", "")) or 0,
        now=clock.now(),
    )
    return redirect("owners:prospect", public_id)


@page("prospects.work")
@require_POST
def lose(request, public_id):
    """He will not buy."""
    row = access.prospect_for(request.user, public_id, to="prospects.work")
    services.lose(
        request.user,
        row,
        because=request.POST.get("because", ""),
        words=request.POST.get("words", "")[:200],
        version=whole(request.POST.get("version", "")) or 0,
        now=clock.now(),
    )
    return redirect("owners:prospect", public_id)


@page("prospects.work")
@require_POST
def win_back(request, public_id):
    """He is interested again."""
    row = access.prospect_for(request.user, public_id, to="prospects.work")
    version = whole(request.POST.get("version", "")) or 0
    services.win_back(request.user, row, version=version, now=clock.now())
    return redirect("owners:prospect", public_id)


@page("prospects.view")
@require_GET
def conversion(request):
    """Of those who asked, by the way they came: how many looked, reserved, subscribed and signed."""
    asked = {"project": request.GET.get("project", "")[:40], "months": request.GET.get("months", "12")}
    first, until = picture.months_back(day_of(clock.now()), whole(asked["months"]) or 12)
    rows = selectors.conversion(request.user, project=asked["project"], month=first, until=until)
    context = {
        "asked": asked,
        "projects": owners_access.projects_for(request.user, to="prospects.view"),
        "spans": picture.spans(),
        "first": first,
        **picture.of_conversion(rows, asked["project"]),
    }
    return render(request, "owners/prospects/conversion.html", context)


@page("prospects.weigh")
@require_http_methods(["GET", "POST"])
def weights(request):
    """How many points each reason can give."""
    version, points = keeping.weights()
    form = WeightsForm(request.POST or None, points=points.plain(), names=wording.NAMES)
    if request.method == "POST" and form.is_valid():
        try:
            services.weigh(
                request.user, points=form.points(), because=form.cleaned_data["because"], now=clock.now()
            )
        except Refused as refusal:
            _show_refusal(form, refusal)
        else:
            messages.success(request, _("Everybody is ranked by it within minutes."))
            return redirect("owners:prospect_weights")
    told = versions(
        selectors.weights_history(),
        Table(because="because"),
        in_force=version,
        says=lambda row: in_words(form, row.points),
    )
    context = {"form": form, "version": version, "versions": told}
    return render(request, "owners/prospects/weights.html", context, status=422 if form.errors else 200)
