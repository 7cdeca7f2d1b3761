"""Pages: the inbox of suspected pairs, the preview of a merge, and merges with their undoing."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, NotFound
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners import access as owners
from owners.days import day_of
from owners.people.masked import Seen

from . import access, rules, selectors, services
from .choosing import FIELDS
from .states import SHOWN, PairStatus

A_PAGE = 20
LAST = "duplicates_last"  # in the session: what was decided last, to be taken back


@page("duplicates.view")
@require_GET
def inbox(request):
    """Pairs of cards that look like one person, the surest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "project", "least")}
    state = asked["state"] if asked["state"] in set(SHOWN) else PairStatus.OPEN.value
    projects = owners.projects_for(request.user, "duplicates.view")
    project = next((row for row in projects if row.code == asked["project"]), None)
    rows = selectors.pairs_listed(
        request.user, status=state, project=project, least=whole(asked["least"]) or 0
    )
    found = keyset_page(rows, by=("-points", "id"), mark=request.GET.get("after"), size=A_PAGE)
    counts = selectors.counts(request.user)
    now = clock.now()
    context = {
        "page": found,
        "rows": selectors.side_by_side(found.rows, Seen(request.user), day_of(now)),
        "tabs": [_tab(status, state, counts) for status in SHOWN],
        "state": state,
        "asked": asked,
        "projects": projects,
        "levels": [(rules.LIKELY, _("very likely and above")), (rules.SURE, _("almost certain"))],
        "may_decide": may(request.user, "duplicates.decide"),
        "may_merge": may(request.user, "duplicates.merge"),
        "may_scan": may(request.user, "duplicates.scan"),
        "last": request.session.get(LAST),
        "here": request.get_full_path(),
        "now": now,
    }
    return render(request, "owners/duplicates/inbox.html", context)


def _tab(status, here, counts) -> dict:
    return {
        "label": status.label,
        "url": f"?state={status.value}",
        "here": status.value == here,
        "count": counts[status.value],
    }


@page("duplicates.decide")
@require_POST
def decide(request):
    """One decision on one pair or on those that are ticked; back to where the reader was."""
    pairs = access.pairs_for(request.user, _ticked(request))
    decision, now = request.POST.get("decision", ""), clock.now()
    until = parse_date(request.POST.get("until", "")) if request.POST.get("until") else None
    done = services.decide_many(request.user, pairs, decision=decision, until=until, now=now)
    request.session[LAST] = [str(pair.public_id) for pair in done]
    words = {
        "same": ngettext("%(n)d pair is one person.", "%(n)d pairs are one person each.", len(done)),
        "different": ngettext("%(n)d pair is two people.", "%(n)d pairs are two people each.", len(done)),
        "later": ngettext("%(n)d pair comes back later.", "%(n)d pairs come back later.", len(done)),
    }
    messages.success(request, words[decision] % {"n": len(done)})
    if decision == "same" and len(done) == 1 and may(request.user, "duplicates.merge"):
        first, second = selectors.which_stays(done[0])
        return redirect("owners:merge", number=first, gone=second)
    return redirect(_back(request))


def _ticked(request) -> list[UUID]:
    try:
        found = [UUID(value) for value in request.POST.getlist("pair")]
    except ValueError:
        raise NotFound from None
    if not found:
        raise NotFound
    return found


def _back(request) -> str:
    """Where the reader was; nowhere outside this house."""
    asked = request.POST.get("here", "")
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, {request.get_host()})
    return asked if safe else reverse("owners:duplicates")


@page("duplicates.decide")
@require_POST
def take_back(request):
    """What was decided last, on one pair or many, is to be decided again."""
    last, now = request.session.pop(LAST, []), clock.now()
    pairs = access.pairs_for(request.user, [UUID(value) for value in last]) if last else []
    for pair in pairs:
        if pair.status not in (PairStatus.OPEN, PairStatus.MERGED):
            services.reopen(request.user, pair, now=now)
    messages.success(request, _("Taken back: to be decided again."))
    return redirect(_back(request))


@page("duplicates.scan")
@require_POST
def scan(request):
    """Look over all owners, as a job with its bar."""
    job = services.start_scan(request.user, now=clock.now())
    return redirect("job", job.public_id)


@page("duplicates.merge")
@require_http_methods(["GET", "POST"])
def merge(request, number, gone):
    """What a merge would do, and doing it."""
    kept, other = access.both_for(request.user, number, gone)
    if kept.pk == other.pk:
        messages.info(request, _("These two numbers lead to one card already."))
        return redirect("owners:card", number=kept.number)
    if request.method == "GET" and (kept.number, other.number) != (number, gone):
        return redirect("owners:merge", number=kept.number, gone=other.number)
    said = {name: request.POST[f"take-{name}"] for name in FIELDS if f"take-{name}" in request.POST}
    refusal, now = None, clock.now()
    if request.method == "POST":
        try:
            access.named_both(request.user, number, gone)
            done = services.merge(
                request.user, kept, other, choices=said, because=request.POST.get("because", ""), now=now
            )
        except DoorstepError as error:
            refusal = error
        else:
            messages.success(request, _("%(gone)s has gone into this card.") % {"gone": other.number})
            return redirect("owners:merged", public_id=done.public_id)
    context = {
        "preview": selectors.preview(kept, other, Seen(request.user), day_of(now), said),
        "kept": kept,
        "gone": other,
        "refusal": refusal,
        "because": request.POST.get("because", ""),
    }
    status = refusal.status if refusal else 200
    return render(request, "owners/duplicates/preview.html", context, status=status)


@page("duplicates.merge")
@require_GET
def merge_with(request, number):
    """With whom? Asked on a card, answered by the other's number."""
    owner = owners.owner_for(request.user, number, to="duplicates.merge")
    other = request.GET.get("other", "").strip().upper()
    if other:
        try:
            access.both_for(request.user, owner.number, other)
        except NotFound:
            messages.error(request, _("There is no card of that number that you may see."))
        else:
            return redirect("owners:merge", number=owner.number, gone=other)
    return render(request, "owners/duplicates/merge_with.html", {"owner": owner, "other": other})


@page("duplicates.view")
@require_GET
def merges(request):
    """What was merged, newest first."""
    rows = selectors.merges_listed(request.user)
    found = keyset_page(rows, by=("-at", "-id"), mark=request.GET.get("after"), size=40)
    return render(request, "owners/duplicates/merges.html", {"page": found, "now": clock.now()})


@page("duplicates.view")
@require_GET
def merged(request, public_id):
    """One merge: what followed, and its undoing."""
    return _merged(request, access.merge_for(request.user, public_id))


@page("duplicates.merge")
@require_POST
def undo(request, public_id):
    """Both cards are again what they were."""
    row = access.merge_for(request.user, public_id, to="duplicates.merge")
    try:
        services.undo(request.user, row, because=request.POST.get("because", ""), now=clock.now())
    except DoorstepError as refusal:
        return _merged(request, row, refusal)
    messages.success(request, _("Undone: both cards are what they were before."))
    return redirect("owners:merged", public_id=row.public_id)


def _merged(request, row, refusal=None):
    context = {
        "merge": row,
        "moves": selectors.told(row),
        "refusal": refusal,
        "may_undo": may(request.user, "duplicates.merge") and row.undone_at is None,
        "now": clock.now(),
    }
    status = refusal.status if refusal else 200
    return render(request, "owners/duplicates/merged.html", context, status=status)
