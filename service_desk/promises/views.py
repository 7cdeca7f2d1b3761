"""The register of promises as a list."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm import clock
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners.days import day_of
from service_desk.promises import selectors


@page("promises.view")
@require_GET
def register(request):
    """Overdue first, the open ones where nothing is; `?view=` asks for those, one's own, or what became of others."""
    view, today = request.GET.get("view"), day_of(clock.now())
    if view not in selectors.VIEWS:
        late = selectors.register(request.user, "overdue", today=today).exists()
        view = "overdue" if late else "open"
    rows = selectors.register(request.user, view, today=today)
    order, mark = selectors.order_of(view), request.GET.get("after")
    found = keyset_page(rows, by=order, mark=mark, size=selectors.PAGE)
    kept = selectors.kept_lately(request.user, now=clock.now())
    context = {"page_of_rows": found, "view": view, "today": today, "kept": kept}
    return render(request, "desk/promises/register.html", context)
