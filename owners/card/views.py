"""Pages: the tracking card, its timeline and its paper, who is calling, and uncovering what is masked."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.privacy import proof
from crm.privacy.services import SHOWN_FOR
from crm.web import sealed
from crm.web.pages import page
from owners import access
from owners.contracts import words
from owners.days import day_of
from owners.journal import composing
from owners.journal import selectors as journal
from owners.journal.states import Audience
from owners.people import facts
from owners.people import selectors as people
from owners.people.choices import Kinship
from owners.people.masked import Seen, mask

from . import callers, revealing, selectors, timeline, warnings
from .entries import Mark

ON_PAPER = 200  # entries of the timeline that are printed


@page("owners.view")
@require_GET
def show(request, number):
    """Everything about one owner on one page, to keep open during a call."""
    owner = access.owner_for(request.user, number)
    if owner.number != number:  # he was merged into this one
        return redirect("owners:card", number=owner.number)
    now = clock.now()
    context = _card(request, owner, now) | {
        "stretch": timeline.stretch(request, owner),
        "timeline_kinds": timeline.kinds_for(request),
        "kind": "",
        "composer": composing.composer(request, now=now),
        "may_reveal": may(request.user, "owners.reveal"),
        "reasons": revealing.reasons(),
        "needs_password": not proof.is_fresh(request, now),
    }
    return render(request, "owners/card.html", context)


def _card(request, owner, now) -> dict:
    """What screen and paper both show."""
    card = selectors.owner_card(owner, today=day_of(now))
    seen = Seen(request.user, card.projects)
    may_edit = may(request.user, "owners.edit")
    return {
        "owner": owner,
        "card": card,
        "stage_tone": words.TONES[card.stage.stage],
        "warnings": warnings.standing(request, owner, seen, now=now),
        "in_sight": journal.in_sight(request.user, owner),
        "facts": facts.facts(owner, seen, may_edit=may_edit),
        "completeness": facts.completeness_of(owner, seen),
        "kin": people.kin_of(owner) if seen["household"] else [],
        "kinships": Kinship.choices,
        "may_edit": may_edit,
        "may_record": may(request.user, "purchases.record"),
        "sees_purchases": may(request.user, "purchases.view"),
        "seen": seen,
        "masked": seen.contacts(owner),
    }


@page("owners.view")
@require_GET
def past(request, number):
    """An older stretch of the timeline, or one of some kinds only: its lines for htmx, else a page of its own."""
    owner = access.owner_for(request.user, number)
    kinds = timeline.kinds_for(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    before = Mark.read(request.GET.get("before"))
    context = {
        "owner": owner,
        "stretch": timeline.stretch(request, owner, before=before, kinds={kind} if kind else None),
        "timeline_kinds": kinds,
        "kind": kind,
        "first": before is None,
    }
    if not request.htmx:
        return render(request, "owners/past.html", context)
    return render(request, "owners/timeline_lines.html" if before else "owners/timeline.html", context)


@page("owners.view")
@require_GET
def paper(request, number):
    """The card on A4: one page that says how things stand, then the timeline.

    Paper lies open before others: what is meant only for those who serve stays on the screen, and so does which
    parts of the profile were changed, a hint or the income among them.
    """
    owner = access.owner_for(request.user, number)
    now = clock.now()
    context = _card(request, owner, now)
    told = timeline.stretch(request, owner, limit=ON_PAPER)
    context |= {
        "in_sight": [row for row in context["in_sight"] if _for_all(row)],
        "stretch": timeline.Stretch([one for one in told.entries if _on_paper(one)], told.older),
        "printed_by": request.user,
        "now": now,
    }
    return render(request, "owners/paper.html", context)


def _on_paper(entry) -> bool:
    return entry.kind != "profile" and _for_all(entry.row)


def _for_all(row) -> bool:
    return getattr(row, "audience", Audience.EVERYONE) == Audience.EVERYONE


@page("owners.view")
@require_http_methods(["GET", "POST"])
def calling(request):
    """A telephone opens this with the caller's number: his card, or what to do with one nobody knows.

    The number comes in a form, behind the # of the address (which no server ever sees), or spelled out as
    `phone`; then the address is at once replaced by one in which it stands sealed.
    """
    if request.method == "GET" and request.GET.get("phone"):
        return redirect(sealed.address(request))
    phone = request.POST.get("phone") or sealed.opened(request.GET.get(sealed.PARAMETER, ""))
    if not phone.strip():
        return render(request, "owners/calling.html", {"asked": False})
    found = callers.caller(request.user, phone)
    if found.owner:
        return redirect("owners:card", number=found.owner.number)
    if request.method == "POST" and found.plausible:
        return redirect(f"{reverse('owners:calling')}?{sealed.PARAMETER}={found.sealed}")
    context = {"asked": True, "caller": found, "may_edit": may(request.user, "owners.edit")}
    return render(request, "owners/calling.html", context, status=200 if found.plausible else 422)


@page("owners.reveal")
@never_cache
@sensitive_post_parameters("password")
@require_POST
def reveal(request, number):
    """Uncover one masked value, for a reason that is written down."""
    owner = access.owner_for(request.user, number, to="owners.reveal")
    field = request.POST.get("field", "")
    because = request.POST.get("because", "")
    now = clock.now()
    proof.require(request, request.POST.get("password", ""), now)
    value = revealing.reveal(request.user, owner, field=field, because=because, now=now)
    context = {"value": value, "field": field, "masked": mask(field, value), "seconds": SHOWN_FOR}
    return render(request, "owners/revealed.html", context)
