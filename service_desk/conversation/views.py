"""Pages and fragments around the words on a case: drafts, who is here, whom one may name, one's mentions."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners.access import owner_for
from service_desk.cases.access import case_for
from service_desk.conversation import selectors, services

NEWEST = ("-at", "-id")
REGISTERING = "register:"


@page("cases.view")
@require_POST
def presence(request, number):
    """I have this case open; who else has, and whether it has changed since I loaded it."""
    case, now = case_for(request.user, number), clock.now()
    if request.POST.get("leaving"):
        services.leave(request.user, case, now=now)
        return HttpResponse(status=204)
    services.be_present(request.user, case, doing=request.POST.get("doing", ""), now=now)
    seen = whole(request.POST.get("version", ""))
    context = {
        "case": case,
        "others": selectors.others_at(request.user, case, now=now),
        "changed": seen is not None and seen != case.version,
    }
    return render(request, "desk/conversation/presence.html", context)


@page("cases.view")
@require_POST
def draft(request, number):
    """Keep what stands in a form of this case; an empty one forgets it."""
    case = case_for(request.user, number)
    _keep(request, case=case)
    if request.POST.get("back"):
        return redirect("desk:case", number)
    return HttpResponse(status=204)


@page("cases.register")
@require_POST
def call_draft(request):
    """The same for a call that is being taken: it may belong to an owner, not yet to a case."""
    number = request.POST.get("form", "").removeprefix(REGISTERING)
    _keep(request, owner=owner_for(request.user, number) if number else None)
    return HttpResponse(status=204)


def _keep(request, **whose) -> None:
    form, said = request.POST.get("form", ""), request.POST.get("said", "")
    services.keep_draft(request.user, form=form, said=said, now=clock.now(), **whose)


@page("cases.note")
@require_GET
def colleagues(request, number):
    """Whom one may name in a note: everybody who may read this case."""
    case = case_for(request.user, number, to="cases.note")
    people = services.readers_of(case.project_id)
    return JsonResponse({"people": [{"name": row.display_name, "as": row.username} for row in people]})


@page("cases.view")
@require_GET
def mentions(request):
    """Where I was named, newest first."""
    rows = selectors.mentions_of(request.user)
    found = keyset_page(rows, by=NEWEST, mark=request.GET.get("after"), size=30)
    return render(request, "desk/conversation/mentions.html", {"rows": found.rows, "page_of_rows": found})


@page("cases.view")
@require_POST
def read_mentions(request):
    services.read_all(request.user, now=clock.now())
    return redirect("desk:mentions")
