"""Taking a call: who is calling, what he says, what it does to him; a case in under a minute."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.web import formats, sealed
from crm.web.pages import page
from owners.access import owner_for, project_for
from owners.days import day_of
from owners.selectors import find_owners
from service_desk.cases import pickers, places, selectors, wording
from service_desk.cases.intake_form import RegisterForm
from service_desk.cases.terms import Severity
from service_desk.causes.picking import subject_of
from service_desk.clocks.selectors import answer_due
from service_desk.conversation.selectors import drafts_of
from service_desk.conversation.services import drop_draft
from service_desk.gravity import rules as gravity
from service_desk.gravity import standing

FOUND = 8


@page("cases.register")
@require_http_methods(["GET", "POST"])
def new_case(request):
    now = clock.now()
    said = request.POST if request.method == "POST" else request.GET
    caller = _caller(request.user, said, now)
    currency = caller["project"].currency if caller["project"] else "CNY"
    if request.method == "GET":
        form = RegisterForm(initial=_initial(request, caller), currency=currency)
        return _show(request, caller, form, now)
    form = RegisterForm(request.POST, currency=currency)
    registered = _register(request, caller, form, now)
    if registered is None:
        return _show(request, caller, form, now, status=422)
    places.told_registered(request, registered)
    drop_draft(request.user, form=_draft_name(caller), now=now)
    messages.success(request, _registered_words(registered))
    return redirect("desk:case", registered.number)


def _draft_name(caller) -> str:
    """The name under which the page keeps what is being typed."""
    return f"register:{caller['owner'].number if caller['owner'] else ''}"


def _register(request, caller, form, now):
    if caller["project"] is None:
        caller["missing"] = _("Who is calling, or at least about which project?")
        form.is_valid()
        return None
    if not form.is_valid():
        return None
    project_for(request.user, caller["project"].code, "cases.register")
    return form.register(
        request.user,
        project=caller["project"],
        owner=caller["owner"],
        home=caller["home"],
        unknown=caller["unknown"],
        now=now,
    )


def _registered_words(case) -> str:
    promised = answer_due(case)
    if promised is None:
        return _("%(number)s is registered.") % {"number": case.number}
    due = formats.date_text(timezone.localtime(promised, ZoneInfo(case.project.timezone)).date())
    return _("%(number)s is registered. An answer is promised by %(due)s.") % {
        "number": case.number,
        "due": due,
    }


def _caller(user, said, now) -> dict:
    """The owner, his home and the project, as far as they are known yet."""
    caller = {"owner": None, "home": None, "homes": [], "project": None, "missing": "", "others": []}
    caller["unknown"] = {name: said.get(f"caller_{name}", "").strip()[:120] for name in ("name", "phone")}
    number, code = said.get("owner", ""), said.get("project", "")
    if number:
        owner = owner_for(user, number)
        homes = pickers.homes_to_register_for(user, [owner], day_of(now)).get(owner.pk, [])
        chosen = next((home for home in homes if home.public_number == said.get("home")), None)
        caller |= {
            "owner": owner,
            "homes": homes,
            "home": chosen or (homes[0] if homes and "home" not in said else None),
            "others": [row for row in selectors.cases_of(user, owner, limit=5) if row.is_open],
        }
        if caller["home"]:
            caller["project"] = caller["home"].project
    if caller["project"] is None and code:
        caller["project"] = pickers.projects_for(user, "cases.register").filter(code=code).first()
    return caller


def _initial(request, caller) -> dict:
    owner = caller["owner"]
    return {
        "language": owner.language if owner else request.LANGUAGE_CODE,
        "words": request.GET.get("words", "")[:2000],
    }


def _show(request, caller, form, now, status=200):
    context = {
        "now": now,
        "caller": caller,
        "form": form,
        "kept_drafts": drafts_of(request.user, form=_draft_name(caller)),
        "projects": pickers.projects_for(request.user, "cases.register"),
        "promised": pickers.promised_answer(caller["project"], now) if caller["project"] else None,
        "query": (request.POST.get("caller_query") or sealed.opened(request.GET.get("sealed", ""))).strip()[
            :80
        ],
    }
    return render(request, "desk/new.html", context, status=status)


@page("cases.register")
@require_http_methods(["GET", "POST"])
def callers(request):
    """Who this may be: a few owners for a number, a name or a home, with their homes."""
    query = (request.POST.get("caller_query") or request.GET.get("caller_query", "")).strip()[:80]
    now = clock.now()
    owners = (
        list(find_owners(request.user, query).order_by("name_key", "pk")[:FOUND]) if len(query) > 1 else []
    )
    homes = pickers.homes_to_register_for(request.user, owners, day_of(now))
    rows = [{"owner": owner, "homes": homes.get(owner.pk, [])} for owner in owners]
    return render(request, "desk/callers.html", {"rows": rows, "query": query})


@page("cases.register")
@require_GET
def severity(request):
    """How serious the answers make it, before it is registered."""
    currency = request.GET.get("currency", "")
    currency = currency if currency in gravity.SHIPPED.money_hot else "CNY"
    form = RegisterForm(request.GET, currency=currency)
    form.is_valid()
    _rule, judged = standing.judged(form.impact_said(), currency, now=clock.now())
    context = {
        "severity": judged.severity,
        "label": Severity(judged.severity).label,
        "reasons": wording.reasons_of(judged.reasons),
    }
    return render(request, "desk/severity.html", context)


@page("cases.register")
@require_POST
def hints(request):
    """What the other rooms have to say about the call as far as it has been taken: warranty, doubles, groups."""
    now = clock.now()
    caller = _caller(request.user, request.POST, now)
    call = places.Call(
        project=caller["project"],
        owner=caller["owner"],
        home=caller["home"],
        words=request.POST.get("words", "").strip()[:4000],
        subject=subject_of(request.POST),
        kind=request.POST.get("kind", "")[:40],
        now=now,
    )
    context = {
        "hints": places.hints_for(request, call),
        "home": call.home,
        "of_home": selectors.cases_of_home(request.user, call.home) if call.home else [],
        "now": now,
    }
    return render(request, "desk/hints.html", context)
