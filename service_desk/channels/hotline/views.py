"""Pages: the hotline's tickets that wait for our reply."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.web.answers import state_tabs
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.channels.access import ticket_for
from service_desk.channels.hotline import selectors, services


@page("hotline.view")
@require_GET
def tickets(request):
    """The tickets by state, the most urgent first."""
    state = request.GET.get("state") or "waiting"
    labels = {"waiting": _("To reply"), "replied": _("Replied"), "all": _("All")}
    rows = selectors.tickets(request.user, state)
    context = {
        "now": clock.now(),
        "state": state,
        "in_force": {"state": state},
        "tabs": state_tabs(labels, state),
        "page": keyset_page(rows, by=("reply_due_at", "id"), mark=request.GET.get("after"), size=30),
        "may_reply": may(request.user, "hotline.reply"),
    }
    return render(request, "desk/channels/hotline.html", context)


@page("hotline.reply")
@require_POST
def reply(request, number):
    """What the hotline is told of the case of this number; a refusal gives the words back."""
    ticket = ticket_for(request.user, number, to="hotline.reply")
    services.reply(request.user, ticket, words=request.POST.get("words", ""), now=clock.now())
    messages.success(request, _("The reply stands on the sheet."))
    return redirect("desk:hotline")
