"""Pages: what went out to owners, and one message."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.messages.selectors import others_of
from crm.web.answers import done, state_tabs
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.channels.sent import selectors, services

NAMED = ("channel", "case", "owner")


@page("sent.view")
@require_GET
def sent(request):
    """What went out to the owners of one's projects, newest first: to whom, by which way, whether it arrived."""
    state = request.GET.get("state") or "all"
    labels = {
        "all": _("All"),
        "missed": pgettext("messages", "Did not arrive"),
        "waiting": _("Waiting"),
        "sent": pgettext("messages", "Sent"),
        "arrived": pgettext("messages", "Arrived"),
    }
    narrowed = {name: request.GET.get(name, "")[:60] for name in NAMED}
    rows = selectors.messages(request.user, state=state, **narrowed)
    found = keyset_page(rows, by=("-id",), mark=request.GET.get("after"), size=40)
    context = {
        "now": clock.now(),
        "state": state,
        "tabs": state_tabs(labels, state),
        "page": found,
        "shown": selectors.shown(request.user, found.rows),
        "narrowed": {name: value for name, value in narrowed.items() if value},
    }
    return render(request, "desk/channels/sent.html", context)


@page("sent.view")
@require_GET
def one(request, public_id):
    """One message: its way, whether it arrived, what was said, and what can be done."""
    row = selectors.message_for(request.user, public_id)
    case = selectors.case_of(request.user, row)
    others = others_of(row)
    may_send = may(request.user, "sent.again", project=row.project)
    may_send = may_send and not any(other.instead_of_id == row.pk for other in others)
    context = {
        "now": clock.now(),
        "row": row,
        "case": case,
        "to": selectors.address_of(request.user, row),
        "words": selectors.words_of(case, row),
        "others": others,
        "again": may_send and row.arrival in services.MISSED,
        "ways": list(selectors.other_ways(case, row)) if may_send else [],
    }
    return render(request, "desk/channels/sent_one.html", context)


@page("sent.again")
@require_POST
def again(request, public_id):
    row = selectors.message_for(request.user, public_id, to="sent.again")
    row = services.send_again(request.user, row, now=clock.now())
    return done(request, _("It will be sent again."), "desk:sent_one", row.public_id)


@page("sent.again")
@require_POST
def another_way(request, public_id):
    row = selectors.message_for(request.user, public_id, to="sent.again")
    channel = request.POST.get("channel", "")
    row = services.send_another_way(request.user, row, channel=channel, now=clock.now())
    return redirect("desk:sent_one", row.public_id)
