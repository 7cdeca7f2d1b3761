"""What lies further back than the page of a case shows."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm import clock
from crm.web.asked import whole
from crm.web.pages import page
from service_desk.cases import access, selectors
from service_desk.cases.views.case import HISTORY_ICONS


@page("cases.view")
@require_GET
def history(request, number):
    """An earlier stretch of a case's history: its lines where htmx asks for more of them, else a page of its own."""
    found = access.case_for(request.user, number)
    context = {
        "now": clock.now(),
        "case": found,
        "past": selectors.past(found, before=whole(request.GET.get("before", ""))),
        "history_icons": HISTORY_ICONS,
    }
    return render(request, "desk/history_lines.html" if request.htmx else "desk/past.html", context)


@page("cases.view")
@require_GET
def messages(request, number):
    """An earlier stretch of what was said, or of our notes: its messages where htmx asks, else a page of its own."""
    found = access.case_for(request.user, number)
    notes, before = "notes" in request.GET, whole(request.GET.get("before", ""))
    context = {
        "case": found,
        "notes": notes,
        "said": selectors.talk(found, notes=notes, before=before),
    }
    return render(request, "desk/said.html" if request.htmx else "desk/past_talk.html", context)
