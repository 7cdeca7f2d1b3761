"""Pages: the tracking card, and uncovering what it masks."""

from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.web.pages import page
from owners import access
from owners.contracts import words
from owners.days import day_of
from owners.people.masked import Seen

from . import revealing, selectors, timeline


@page("owners.view")
@require_GET
def show(request, number):
    """Everything about one owner on one page, to keep open during a call."""
    owner = access.owner_for(request.user, number)
    card = selectors.owner_card(owner, today=day_of(clock.now()))
    seen = Seen(request.user, card.projects)
    sees_purchases = may(request.user, "purchases.view")
    context = {
        "owner": owner,
        "card": card,
        "stage_tone": words.TONES[card.stage.stage],
        "stretch": timeline.stretch(request, owner),
        "timeline_kinds": timeline.kinds_for(request),
        "may_edit": may(request.user, "owners.edit"),
        "may_record": may(request.user, "purchases.record"),
        "may_reveal": may(request.user, "owners.reveal"),
        "sees_purchases": sees_purchases,
        "seen": seen,
        "born": seen.of(owner, "birth_date"),
        "masked": seen.contacts(owner),
        "reasons": revealing.reasons(),
    }
    return render(request, "owners/card.html", context)


@page("owners.reveal")
@require_POST
def reveal(request, number):
    """Uncover one masked value, for a reason that is written down."""
    owner = access.owner_for(request.user, number, to="owners.reveal")
    field = request.POST.get("field", "")
    because = request.POST.get("because", "")
    value = revealing.reveal(request.user, owner, field=field, because=because, now=clock.now())
    return render(request, "owners/revealed.html", {"value": value, "field": field})
