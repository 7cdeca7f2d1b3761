"""The desk's list: views, filters, columns, one row a case; a case opens beside it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.web import sealed
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.cases import access, pickers, selectors
from service_desk.guidance import reply_templates
from service_desk.workspace import columns, filters, lists, live
from service_desk.workspace import selectors as workspace
from service_desk.workspace.lists import VIEWS, Reader

SIZE = 40
KEPT = ("view", "sort", "columns", "saved")  # what a new search keeps of the address


@page("cases.view")
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request):
    if onward := sealed.onward(request, *KEPT, *filters.FILTERS):
        return onward
    now = clock.now()
    context = list_context(request, now)
    context["phone"] = "list"
    context["urgent"] = most_urgent(request.user, now)
    return render(request, "desk/queue.html", context)


@page("cases.view")
@require_POST
def choose_columns(request):
    """The columns that the rows show from now on stand in the address, like everything else about the list."""
    query = QueryDict(request.POST.get("back", "")[:4000], mutable=True)
    chosen = columns.named(request.POST.getlist("column"))
    query["columns"] = ",".join(column.key for column in chosen)
    answer = HttpResponseRedirect(f"{reverse('desk:queue')}?{query.urlencode()}")
    answer.status_code = 303
    return answer


@page("cases.view")
@require_GET
def counts(request):
    """The views with how many cases each holds, one's own among them: asked for by the list, and again as it changes."""
    now = clock.now()
    context = {"now": now, **tabs_context(request, asked(request, now), now), **own_views(request, now)}
    return render(request, "desk/views.html", context)


def most_urgent(user, now) -> dict | None:
    """Where to begin: the case whose clock runs out first, of one's own, else of all in sight."""
    for view in ("mine", "open"):
        rows = selectors.queue(user, view, now=now).exclude(due_at=None)
        first = rows.order_by(*lists.SORTS["urgent"].columns).first()
        if first:
            return {**first, "status_label": selectors.labels()["status", first["status"]]}
    return None


def asked(request, now) -> dict:
    """What the address asks the list for, with what cannot be read left out; `view` may still be unknown."""
    reader = Reader(request.user, now)
    chosen = filters.readable(filters.chosen(request.GET), reader)
    if sought := sealed.words(request):
        chosen["q"] = sought
    view = request.GET.get("view")
    return {"view": view if view in VIEWS else "", "chosen": chosen, "sort": request.GET.get("sort", "")}


def list_context(request, now) -> dict:
    """What the list column shows; the case page shows the same list beside the case."""
    wanted = asked(request, now)
    tabs = tabs_context(request, wanted, now)
    view, chosen = VIEWS[tabs["view"]], wanted["chosen"]
    rows = selectors.queue(request.user, view.key, chosen, now=now)
    sort = view.sort_called(wanted["sort"])
    found = keyset_page(rows, by=lists.SORTS[sort].columns, mark=request.GET.get("after"), size=SIZE)
    shown = columns.named(request.GET.get("columns", ""))
    dressed = finished(request, selectors.dressed(found.rows))
    return {
        "now": now,
        **tabs,
        "page_of_rows": found,
        "rows": dressed,
        "chosen": chosen,
        "sort": sort,
        "sorts": view.sorts,
        "in_force": in_force(view.key, chosen, sort, shown),
        "columns": columns.choosable(),
        "shown": {column.key for column in shown},
        "phone": "thing",
        "live_every": settings.DESK_ASKS_EVERY,
        "live_mark": live.mark(),
        **offered(request.user),
        **own_views(request, now, counted=False),
    }


def finished(request, rows: list[dict]) -> list[dict]:
    """Dressed rows with all that a line of the list shows: tags, the bar of the clock, the chosen columns, and the
    list's own address, which a row that is put in later has to keep."""
    query = list_query(request)
    shown = columns.named(query.get("columns", ""))
    for row in workspace.with_tags(workspace.with_clocks(rows)):
        row["cells"] = columns.cells(row, shown)
        row["query"] = f"?{query.urlencode()}"
    return rows


def list_query(request) -> QueryDict:
    """What the address says of the list; a case that is opened beside it was asked for from the list's address."""
    query = request.GET.copy()
    if not query and request.htmx and request.htmx.current_url:
        query = QueryDict(urlsplit(request.htmx.current_url).query[:4000], mutable=True)
    for name in ("number", "list"):
        query.pop(name, None)
    return query


def in_force(view: str, chosen: dict, sort: str, shown) -> dict:
    """The list as it stands, for a file of it."""
    said = {"view": view, "sort": sort, **chosen}
    return {**said, "columns": ",".join(column.key for column in shown)} if shown else said


def tabs_context(request, wanted: dict, now) -> dict:
    """The standing views with their counts, and which of them is open."""
    shown = [view.key for view in VIEWS.values() if view.tab]
    counts = selectors.counts(request.user, now=now, views=shown)
    view = wanted["view"] or lists.first_of(request.user, counts)
    here = "" if request.GET.get("saved") else view
    return {
        "view": view,
        "view_label": VIEWS[view].label,
        "tabs": [_tab(key, here, counts) for key in shown],
    }


def own_views(request, now, *, counted: bool = True) -> dict:
    """One's own views and the shared ones, and the one that is open; how many they hold is one statement more."""
    saved = workspace.views_of(request.user)
    known = [row for row in saved if row.view in VIEWS]
    held = {}
    if counted:
        reader = Reader(request.user, now)
        asked = {str(row.pk): (row.view, filters.readable(row.filters, reader)) for row in known}
        held = selectors.counts_of(request.user, asked, now=now)
    rows = [
        {
            "row": row,
            "query": query_of(row),
            "count": held.get(str(row.pk)),
            "own": row.owned_by == request.user,
        }
        for row in known
    ]
    here = next((one for one in rows if str(one["row"].public_id) == request.GET.get("saved")), None)
    return {"own_views": rows, "own_view": here, "counted": counted}


def query_of(saved) -> str:
    """The address of a saved view, all of it spelled out."""
    query = QueryDict(mutable=True)
    said = {"view": saved.view, **saved.filters, "sort": saved.sort, "columns": ",".join(saved.columns)}
    query.update({key: value for key, value in said.items() if value})
    query["saved"] = str(saved.public_id)
    return query.urlencode()


def offered(user) -> dict:
    """What the forms of the list offer to choose from."""
    colleagues = list(access.colleagues_of(user)) if may(user, "cases.assign") else []
    return {
        "projects": pickers.projects_for(user, "cases.view"),
        "departments": access.departments(),
        "choices": [one for one in filters.FILTERS.values() if one.choices],
        "tags": workspace.tags(),
        "colleagues": colleagues,
        "may_register": may(user, "cases.register"),
        "may_together": may(user, "cases.together"),
        **letters(user),
    }


def letters(user) -> dict:
    """What can be written to several owners: the templates by their titles."""
    if not may(user, "cases.write") or not may(user, "cases.together"):
        return {"may_write": False, "templates": []}
    rows = reply_templates.templates(user) if may(user, "guidance.use") else ()
    named = [{"code": row.code, "title": reply_templates.title_of(row)} for row in rows]
    return {"may_write": True, "templates": sorted(named, key=lambda row: row["title"])}


def _tab(key: str, here: str, counts: dict) -> dict:
    return {
        "key": key,
        "label": VIEWS[key].label,
        "count": counts.get(key, 0),
        "here": key == here,
        "late": key == "overdue" and counts.get(key, 0) > 0,
    }
