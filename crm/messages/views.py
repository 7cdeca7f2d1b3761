from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.messages import selectors, services
from crm.web.answers import done, state_tabs
from crm.web.pages import page
from crm.web.paging import keyset_page


@page("messages.view")
@require_GET
def messages(request):
    """What left the house, what is on its way, what could not be sent; never whom it went to or what it says."""
    state = request.GET.get("state") or "dead"
    labels = {"waiting": _("Waiting"), "dead": _("Given up"), "sent": _("Sent")}
    context = {
        "now": clock.now(),
        "state": state,
        "tabs": state_tabs(labels, state),
        "page": keyset_page(selectors.messages_in(state), by=("-id",), mark=request.GET.get("after")),
        "may_send": may(request.user, "messages.send_again"),
    }
    return render(request, "outgoing/list.html", context)


@page("messages.view")
@require_GET
def message(request, public_id):
    """The way of one message: by what, when, how often tried, and whether it arrived."""
    row = selectors.message_by(public_id)
    may_send = may(request.user, "messages.send_again") and row.state == "dead"
    context = {"row": row, "now": clock.now(), "may_send": may_send, "others": selectors.others_of(row)}
    return render(request, "outgoing/message.html", context)


@page("messages.send_again")
@require_POST
def send_again(request, public_id):
    services.send_again(request.user, selectors.message_by(public_id), now=clock.now())
    return done(request, _("It will be sent again."), "messages")


@page("messages.send_again")
@require_POST
def send_all_again(request):
    count = services.send_all_again(request.user, now=clock.now())
    text = ngettext("%(count)d message will be sent again.", "%(count)d messages will be sent again.", count)
    return done(request, text % {"count": count}, "messages")
