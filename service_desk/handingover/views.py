"""What waits to be taken over."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.web.pages import page
from service_desk.handingover import selectors


@page("handover.view")
@require_GET
def waiting(request):
    rows = selectors.waiting_for(request.user)
    return render(request, "desk/handingover/list.html", {"rows": rows})
