"""Several cases at once: chosen in the list, done together, and taken back with one click."""

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.errors import DoorstepError
from crm.web import sealed
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.cases import access as cases_access
from service_desk.cases import selectors as cases
from service_desk.handingover import selectors as handovers
from service_desk.workspace import access, deeds, filters, lists, selectors, together
from service_desk.workspace.lists import Reader
from service_desk.workspace.models import Outcome, Together

SAID = 5  # refusals that stand in the notices; all of them stand on the deed's page


@page("cases.together")
@require_POST
def begin(request):
    """Do one thing to the chosen cases, or to all of the list."""
    said, now = request.POST, clock.now()
    try:
        begun = together.begin(
            request.user,
            deed=said.get("deed", ""),
            numbers=_numbers(request, now),
            to=_colleague(request.user, said.get("to", "")) if said.get("deed") == Together.ASSIGN else None,
            tag=said.get("tag", "") if said.get("deed") in (Together.TAG, Together.UNTAG) else "",
            body=said.get("body", "").replace("\r\n", "\n"),
            template=said.get("template", ""),
            because=said.get("because", ""),
            guard_because=said.get("guard_because", ""),
            now=now,
        )
    except DoorstepError as refusal:
        if refusal.status == 403:
            raise
        messages.warning(request, deeds.why(refusal))
        return _back(request)
    for number in begun.unknown[:SAID]:
        messages.warning(
            request, _("%(number)s: there is nothing here that you may see.") % {"number": number}
        )
    if begun.run.job:
        return redirect("desk:deed", begun.run.public_id)
    _tell(request, begun.run)
    return _back(request)


def _numbers(request, now) -> list[str]:
    """Those that are ticked; or those of the whole list as its address says it, up to as many as can be done; or all
    that the reader is asked to take over."""
    if "asked" in request.POST:
        return list(
            handovers.mine_to_answer(request.user).values_list("case__number", flat=True)[: together.MOST]
        )
    if "whole" not in request.POST:
        return request.POST.getlist("number")
    query = QueryDict(request.POST.get("back", "")[:4000])
    chosen = filters.readable(filters.chosen(query), Reader(request.user, now))
    if sought := sealed.opened(query.get(sealed.PARAMETER, "")):
        chosen["q"] = sought
    view = query.get("view") if query.get("view") in lists.VIEWS else request.POST.get("view", "mine")
    rows = cases.queue(request.user, cases.view_called(view).key, chosen, now=now)
    return list(rows.order_by("-id").values_list("number", flat=True)[: together.MOST])


def _colleague(user, username: str):
    return cases_access.colleagues_of(user).filter(username=username).first()


def _tell(request, run) -> None:
    sums = selectors.sums(run)
    undo = f"undo:{reverse('desk:undo_deed', args=[run.public_id])}" if _can_go_back(run) else ""
    if sums[Outcome.ASKED]:
        messages.success(request, asked_in_words(run, sums[Outcome.ASKED]), extra_tags=undo)
        undo = ""
    if sums[Outcome.DONE]:
        messages.success(request, in_words(run, sums[Outcome.DONE]), extra_tags=undo)
    elif sums[Outcome.SAME] and not sums[Outcome.ASKED]:
        messages.info(request, _("It was so already."))
    for item in selectors.items(run).filter(outcome=Outcome.REFUSED)[:SAID]:
        messages.warning(request, f"{item.case.number}: {item.why}")
    if sums[Outcome.REFUSED] > SAID:
        more = ngettext("%(count)d more refused.", "%(count)d more refused.", sums[Outcome.REFUSED] - SAID)
        messages.warning(request, more % {"count": sums[Outcome.REFUSED] - SAID})


def _can_go_back(run) -> bool:
    """Whether the notice offers to take it back: where somebody was asked who may still answer, or a tag came or went."""
    return together.may_undo(run) and (run.deed != Together.ASSIGN or selectors.asked_somebody(run))


def in_words(run, count: int) -> str:
    """What was done, as a sentence with its number."""
    if run.undoes_id:
        words = ngettext(
            "%(count)d case is back where it was.", "%(count)d cases are back where they were.", count
        )
        return words % {"count": count}
    said = {
        Together.ASSIGN: ngettext(
            "%(count)d case given to %(name)s.", "%(count)d cases given to %(name)s.", count
        ),
        Together.TAG: ngettext(
            "“%(name)s” stands on %(count)d case.", "“%(name)s” stands on %(count)d cases.", count
        ),
        Together.UNTAG: ngettext(
            "“%(name)s” is off %(count)d case.", "“%(name)s” is off %(count)d cases.", count
        ),
        Together.REPLY: ngettext("%(count)d owner is written to.", "%(count)d owners are written to.", count),
        Together.TAKE: ngettext(
            "%(count)d case is yours now; its owner is told.",
            "%(count)d cases are yours now; their owners are told.",
            count,
        ),
    }
    name = run.to.display_name if run.to else str(run.tag or "")
    return said[Together(run.deed)] % {"count": count, "name": name}


def asked_in_words(run, count: int) -> str:
    """Who was asked to take how many cases over."""
    words = ngettext(
        "%(name)s is asked to take over %(count)d case; until then it stays where it is.",
        "%(name)s is asked to take over %(count)d cases; until then they stay where they are.",
        count,
    )
    return words % {"count": count, "name": run.to.display_name}


@page("cases.together")
@require_GET
def deed(request, public_id):
    """What became of each case of a deed; while it goes on, its bar."""
    return render(request, "desk/deed.html", _shown(request, public_id))


@page("cases.together")
@never_cache
@require_GET
def deed_progress(request, public_id):
    """The part of the page that moves."""
    return render(request, "desk/deed_progress.html", _shown(request, public_id))


def _shown(request, public_id) -> dict:
    run = access.run_for(request.user, public_id)
    sums = selectors.sums(run)
    found = keyset_page(selectors.items(run), by=("-outcome", "id"), mark=request.GET.get("after"), size=200)
    return {
        "now": clock.now(),
        "run": run,
        "label": Together(run.deed).label,
        "sums": sums,
        "so_far": sum(sums.values()),
        "words": _words(run, sums),
        "page_of_rows": found,
        "may_undo": _can_go_back(run) and sums[Outcome.DONE] + sums[Outcome.ASKED] > 0,
        "going_on": run.job is not None and run.job.is_open,
    }


def _words(run, sums: dict) -> list[str]:
    said = [asked_in_words(run, sums[Outcome.ASKED])] if sums[Outcome.ASKED] else []
    return [in_words(run, sums[Outcome.DONE]), *said] if sums[Outcome.DONE] or not said else said


@page("cases.together")
@require_POST
def undo_deed(request, public_id):
    """Take a deed back where it took effect."""
    run = access.run_for(request.user, public_id)
    try:
        back = together.undo(request.user, run, now=clock.now())
    except DoorstepError as refusal:
        if refusal.status == 403:
            raise
        messages.warning(request, deeds.why(refusal))
        return _back(request)
    if back.job:
        return redirect("desk:deed", back.public_id)
    _tell(request, back)
    return _back(request)


def _back(request):
    """To the list as it was; what was sought comes back sealed, as it stood in the address."""
    query = QueryDict(request.POST.get("back", "")[:4000])
    address = reverse("desk:queue")
    return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)
