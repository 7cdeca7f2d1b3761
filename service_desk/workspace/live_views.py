"""What moves by itself, as pages ask for it: the stream, the same by asking, and the rows that changed."""

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from crm import clock
from crm.web.asked import whole
from crm.web.pages import page
from service_desk.cases import selectors as cases
from service_desk.cases.views import queue as pages
from service_desk.workspace import live

ROWS = 60


def _told(request) -> int:
    """How far this list had heard already: as the browser says when it comes back, or as the page asks."""
    return whole(request.headers.get("Last-Event-ID", "") or request.GET.get("mark", "")) or 0


@page("cases.view")
@never_cache
@require_GET
def stream(request):
    """Server-sent events. A server that cannot hold a stream open answers with nothing; the page then asks by itself."""
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)
    answer = StreamingHttpResponse(
        live.stream(request.user, _told(request), now=clock.now()), content_type="text/event-stream"
    )
    answer["X-Accel-Buffering"] = "no"
    return answer


@page("cases.view")
@never_cache
@require_GET
def changes(request):
    """Which cases have changed since a mark."""
    return JsonResponse(live.since(request.user, _told(request), now=clock.now()))


@page("cases.view")
@never_cache
@require_GET
def rows(request):
    """Those of these cases that stand in the list, each as its row; the others do not, or not any more."""
    now = clock.now()
    wanted = pages.asked(request, now)
    view = wanted["view"] or request.GET.get("list", "open")
    numbers = request.GET.getlist("number")[:ROWS]
    found = cases.queue(request.user, cases.view_called(view).key, wanted["chosen"], now=now)
    dressed = pages.finished(request, cases.dressed(list(found.filter(number__in=numbers))))
    return render(request, "desk/changed_rows.html", {"now": now, "rows": dressed})
