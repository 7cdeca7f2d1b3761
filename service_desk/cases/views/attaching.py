"""Finding whose case it is."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from crm import clock
from crm.web.pages import page
from service_desk.cases import access
from service_desk.cases.owner_form import candidates as found_for


@page("cases.attach_owner")
@require_POST
def candidates(request, number):
    """Who may have called: a few owners for a number, a name or a home, with their homes in the project.

    Asked by POST, so that no telephone number stands in an address.
    """
    row = access.case_for(request.user, number, to="cases.attach_owner")
    query = request.POST.get("caller_query", "").strip()[:80]
    rows = found_for(request.user, row, query, clock.now())
    return render(request, "desk/candidates.html", {"rows": rows, "query": query})
