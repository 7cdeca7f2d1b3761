"""The desk's list: saved views, filters, one row a case; a case opens beside it."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.accounts.permissions import may
from crm.web import sealed
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.cases import access, pickers, selectors
from service_desk.cases.terms import CaseKind, Severity, Subject

SIZE = 40
SHOWN = (
    "mine",
    "open",
    "unassigned",
    "due_today",
    "overdue",
    "waiting_department",
    "waiting_owner",
    "return_visits",
)
FILTERS = ("project", "severity", "subject", "kind")


@page("cases.view")
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request):
    if onward := sealed.onward(request, "view", *FILTERS):
        return onward
    now = clock.now()
    context = list_context(request, now)
    context["phone"] = "list"
    context["urgent"] = most_urgent(request.user, now)
    return render(request, "desk/queue.html", context)


def most_urgent(user, now) -> dict | None:
    """Where to begin: the case whose clock runs out first, of one's own, else of all in sight."""
    for view in ("mine", "open"):
        rows = selectors.queue(user, view, now=now).exclude(due_at=None)
        first = rows.order_by("due_at", "id").first()
        if first:
            return selectors.dressed([first])[0]
    return None


def list_context(request, now) -> dict:
    """What the list column shows; the case page shows the same list beside the case."""
    chosen = {name: request.GET[name].strip()[:100] for name in FILTERS if request.GET.get(name, "").strip()}
    if sought := sealed.words(request):
        chosen["q"] = sought
    counts = selectors.counts(request.user, now=now, views=SHOWN)
    view = request.GET.get("view")
    if view not in selectors.VIEWS:
        view = "mine" if counts.get("mine") else "open"
    rows = selectors.queue(request.user, view, chosen, now=now)
    found = keyset_page(rows, by=selectors.order_of(view), mark=request.GET.get("after"), size=SIZE)
    tabs = [_tab(key, view, counts) for key in SHOWN]
    return {
        "now": now,
        "view": view,
        "view_label": selectors.VIEWS[view].label,
        "tabs": tabs,
        "page_of_rows": found,
        "rows": selectors.dressed(found.rows),
        "chosen": chosen,
        "filters": {"view": view, **chosen},
        "projects": pickers.projects_for(request.user, "cases.view"),
        "severities": Severity.choices,
        "subjects": Subject.choices,
        "kinds": CaseKind.choices,
        "phone": "thing",
        "colleagues": access.colleagues_of(request.user) if may(request.user, "cases.assign") else [],
        "may_register": may(request.user, "cases.register"),
    }


def _tab(key: str, view: str, counts: dict) -> dict:
    return {
        "key": key,
        "label": selectors.VIEWS[key].label,
        "count": counts.get(key, 0),
        "here": key == view,
        "late": key == "overdue" and counts.get(key, 0) > 0,
    }


def _list_query(view: str, chosen: dict) -> dict:
    return {"view": view, **chosen}
