"""Pages of the workspace beside the list itself: own views, the table to print."""

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.errors import DoorstepError
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.cases import selectors as cases
from service_desk.cases.views import queue as pages
from service_desk.workspace import access, columns, filters, lists, selectors, services

ROWS_OF_TABLE = 200


@page("cases.view")
@require_GET
def table(request):
    """The list as a table of the chosen columns, for a wide screen and for paper."""
    now = clock.now()
    wanted = pages.asked(request, now)
    view = lists.VIEWS[wanted["view"] or "open"]
    sort = view.sort_called(wanted["sort"])
    rows = cases.queue(request.user, view.key, wanted["chosen"], now=now)
    found = keyset_page(rows, by=lists.SORTS[sort].columns, mark=request.GET.get("after"), size=ROWS_OF_TABLE)
    chosen = columns.named(request.GET.get("columns", ""))
    shown = columns.named({*columns.TABLE, *(column.key for column in chosen)})
    dressed = selectors.with_tags(cases.dressed(found.rows))
    for row in dressed:
        row["cells"] = columns.cells(row, shown)
    context = {
        "now": now,
        "view": view.key,
        "view_label": view.label,
        "page_of_rows": found,
        "rows": dressed,
        "chosen": wanted["chosen"],
        "table_columns": shown,
        "in_force": pages.in_force(view.key, wanted["chosen"], sort, shown),
        "said": _in_words(wanted["chosen"]),
        **pages.own_views(request, now, counted=False),
    }
    return render(request, "desk/table.html", context)


def _in_words(chosen: dict) -> list[dict]:
    """The filters in force, for the head of the paper."""
    return [
        {"label": filters.FILTERS[key].label, "value": _word(filters.FILTERS[key], value)}
        for key, value in chosen.items()
        if key in filters.FILTERS
    ]


def _word(filter_, value: str) -> str:
    words = dict(filter_.choices()) if filter_.choices else {}
    return ", ".join(str(words.get(one, one)) for one in value.split(filters.SEVERAL))


@page("cases.own_views")
@require_POST
def save_view(request):
    """Keep the list as it stands under a name."""
    said, query = request.POST, QueryDict(request.POST.get("back", "")[:4000])
    try:
        row = services.save_view(
            request.user,
            name=said.get("name", ""),
            view=query.get("view") or said.get("view", ""),
            filters=query,
            columns=query.get("columns", ""),
            sort=query.get("sort", ""),
            shared="shared" in said,
            now=clock.now(),
        )
    except DoorstepError as refusal:
        return _refused(request, refusal)
    messages.success(request, _("“%(name)s” stands among your views.") % {"name": row.name})
    return _to(pages.query_of(row))


@page("cases.own_views")
@require_POST
def change_view(request, public_id):
    """Rename or share one's view; it holds the list as it stands now."""
    row = access.own_view_for(request.user, public_id)
    said, query = request.POST, QueryDict(request.POST.get("back", "")[:4000])
    changes = {
        "name": said.get("name", ""),
        "shared": "shared" in said,
        "view": query.get("view") or row.view,
        "filters": query,
        "columns": query.get("columns", ""),
        "sort": query.get("sort", ""),
    }
    try:
        row = services.change_view(request.user, row, changes=changes, now=clock.now())
    except DoorstepError as refusal:
        return _refused(request, refusal)
    messages.success(request, _("“%(name)s” holds this list now.") % {"name": row.name})
    return _to(pages.query_of(row))


@page("cases.own_views")
@require_POST
def delete_view(request, public_id):
    """Take a view off the list; the toast takes it back."""
    row = services.throw_away(request.user, access.own_view_for(request.user, public_id), now=clock.now())
    undo = f"undo:{reverse('desk:restore_view', args=[row.public_id])}"
    messages.success(request, _("“%(name)s” is gone.") % {"name": row.name}, extra_tags=undo)
    return _to("")


@page("cases.own_views")
@require_POST
def restore_view(request, public_id):
    """Put a view back that was deleted."""
    row = access.view_for(request.user, public_id, deleted=True)
    try:
        row = services.take_back(request.user, row, now=clock.now())
    except DoorstepError as refusal:
        return _refused(request, refusal)
    messages.success(request, _("“%(name)s” is back.") % {"name": row.name})
    return _to(pages.query_of(row))


def _refused(request, refusal: DoorstepError):
    """Back to the list, which says why not."""
    for sentence in refusal.fields.values() or [refusal.message]:
        messages.warning(request, str(sentence))
    return _to(QueryDict(request.POST.get("back", "")[:4000]).urlencode())


def _to(query: str):
    address = reverse("desk:queue")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
