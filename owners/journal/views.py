"""Pages and pieces of pages: writing on a card, what is done with an entry, and one's own tasks."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.errors import NotFound, Refused
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners import access as owners
from owners.card import timeline

from . import access, composing, selectors, services, told
from .forms import FORMS, RescheduleForm
from .states import View


@page("journal.write")
@require_POST
def write(request, number, kind):
    """Write on an owner's card in place; a refusal keeps the form and says what is wrong beside it."""
    if kind not in FORMS:
        raise NotFound
    owner = owners.owner_for(request.user, number, to="journal.write")
    now = clock.now()
    form = composing.write(request, owner, kind, now=now)
    if form is None and not request.htmx:
        messages.success(request, _("Written down."))
        return redirect("owners:card", number=owner.number)
    context = _pieces(request, owner) | {
        "composer": composing.composer(request, now=now, form=form, here=kind),
        "written": form is None,
    }
    template = "owners/journal_written.html" if request.htmx else "owners/journal_refused.html"
    return render(request, template, context, status=200 if form is None or request.htmx else 422)


@page("journal.write")
@require_POST
def step(request, public_id, verb):
    """Do something with an entry: tick off, take up again, pin, remove, bring back, reword, put off."""
    if verb not in STEPS:
        raise NotFound
    entry = access.entry_for(request.user, public_id, to="journal.write")
    now = clock.now()
    STEPS[verb](request, entry, now)
    if not request.htmx:
        return redirect(_back(request, entry))
    entry = access.entry_for(request.user, public_id)
    context = _pieces(request, entry.owner) | {
        "entry": entry,
        "told": told.tell(entry),
        "from": request.POST.get("from", ""),
        "now": now,
    }
    return render(request, "owners/journal_step.html", context)


@page("journal.view")
@require_GET
def wordings(request, public_id):
    """How an entry read before it was corrected."""
    entry = access.entry_for(request.user, public_id)
    context = {"entry": entry, "wordings": selectors.wordings_of(entry)}
    return render(request, "owners/journal_wordings.html", context)


def _reword(request, entry, now):
    version = whole(request.POST.get("version", "")) or 0
    services.reword(request.user, entry, text=request.POST.get("text", ""), version=version, now=now)


def _reschedule(request, entry, now):
    form = RescheduleForm(request.POST, assignees=access.assignees_for(request.user))
    if not form.is_valid():
        raise Refused(fields={"due_at": _("Say until when it is to be done.")})
    services.reschedule(request.user, entry, now=now, **form.said())


STEPS = {
    "done": lambda request, entry, now: services.finish(request.user, entry, now=now),
    "again": lambda request, entry, now: services.take_up_again(request.user, entry, now=now),
    "pin": lambda request, entry, now: services.pin(request.user, entry, pinned=True, now=now),
    "unpin": lambda request, entry, now: services.pin(request.user, entry, pinned=False, now=now),
    "remove": lambda request, entry, now: services.remove(
        request.user, entry, supervises=access.supervises(request.user, entry), now=now
    ),
    "bring-back": lambda request, entry, now: services.bring_back(
        request.user, entry, supervises=access.supervises(request.user, entry), now=now
    ),
    "reword": _reword,
    "reschedule": _reschedule,
}


def _pieces(request, owner) -> dict:
    """What a card shows anew after its journal changed."""
    return {
        "owner": owner,
        "in_sight": selectors.in_sight(request.user, owner),
        "stretch": timeline.stretch(request, owner),
        "timeline_kinds": timeline.kinds_for(request),
        "kind": "",
    }


def _back(request, entry) -> str:
    """To the list of tasks where it came from there, else to the card."""
    if request.POST.get("from") == "tasks":
        return reverse("owners:tasks")
    return reverse("owners:card", args=[entry.owner.number])


@page("journal.write")
@require_GET
def tasks(request):
    """One's own tasks: due today, overdue, later, done."""
    now = clock.now()
    counts = selectors.task_counts(request.user, now=now)
    view = request.GET.get("view", "")
    if view not in View.values:
        view = View.OVERDUE if counts[View.OVERDUE] else View.TODAY
    rows = selectors.tasks_of(request.user, view, now=now)
    found = keyset_page(rows, by=selectors.order_of(view), mark=request.GET.get("after"), size=50)
    context = {
        "page": found,
        "tabs": _tabs(counts, view),
        "tick": "again" if view == View.DONE else "done",
        "moments": composing.usual_moments(now),
        "assignees": access.assignees_for(request.user),
        "now": now,
    }
    return render(request, "owners/tasks.html", context)


def _tabs(counts: dict, here: str) -> list[dict]:
    return [
        {"label": view.label, "url": f"?view={view.value}", "here": view == here, "count": counts.get(view)}
        for view in View
    ]
