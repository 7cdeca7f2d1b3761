from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm import clock
from crm.accounts.permissions import VERBS
from crm.audit import selectors
from crm.audit.forms import Filter
from crm.web.pages import page
from crm.web.paging import keyset_page


@page("audit.view")
@require_GET
def audit(request):
    """Who changed what, when and why."""
    form = Filter(request.GET)
    given = form.given()
    context = {
        "now": clock.now(),
        "form": form,
        "filtered": bool(given),
        "verbs": sorted(VERBS),
        "page": keyset_page(selectors.entries(**given), by=("-at", "-id"), mark=request.GET.get("after")),
    }
    return render(request, "audit/list.html", context)
