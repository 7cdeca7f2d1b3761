"""Pages: one's exports, one of them while it is written, its file."""

import json

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.errors import Refused
from crm.exports import downloads, selectors, services
from crm.exports.access import projects_of, run_for, still_holds
from crm.exports.kinds import title_of, whole_lists
from crm.exports.models import Form
from crm.web.answers import done
from crm.web.pages import page
from crm.web.paging import keyset_page


@page("exports.run")
@require_GET
def exports(request):
    """One's own exports, newest first."""
    rows = keyset_page(
        selectors.runs_of(request.user), by=("-made_at", "-id"), mark=request.GET.get("after"), size=30
    )
    context = {
        "page": rows,
        "kinds": [(kind, title_of(kind)) for kind in whole_lists()],
        "projects": projects_of(request.user),
        "forms": Form.choices,
        "now": clock.now(),
    }
    return render(request, "exports/exports.html", context)


@page("exports.run")
@require_POST
def start(request):
    """From the button above a list: its kind and the filters in force."""
    job = services.start(
        request.user,
        request.POST.get("kind", ""),
        _filters(request.POST.get("parameters", "")) | _place(request.POST),
        form=request.POST.get("form", "xlsx"),
        now=clock.now(),
    )
    return redirect("export", selectors.run_of(job).public_id)


def _filters(text: str) -> dict:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(fields={"parameters": _("These filters cannot be read.")})
    return found


def _place(sent) -> dict:
    """The project, where it is asked for beside the list."""
    return {"project": sent["project"]} if sent.get("project") else {}


@page("exports.run")
@never_cache
@require_GET
def export(request, public_id):
    return render(request, "exports/export.html", _shown(request, public_id))


@page("exports.run")
@never_cache
@require_GET
def progress(request, public_id):
    """The part of the page that moves; it asks for itself again until the file is there."""
    return render(request, "exports/progress.html", _shown(request, public_id))


@page("exports.run")
@require_GET
def file(request, public_id):
    run = run_for(request.user, public_id)
    return downloads.answer(request, run, services.fetch(request.user, run, now=clock.now()))


@page("exports.run")
@require_POST
def discard(request, public_id):
    services.discard(request.user, run_for(request.user, public_id), now=clock.now())
    return done(request, _("The file has been thrown away."), "exports")


def _shown(request, public_id) -> dict:
    run = run_for(request.user, public_id)
    return {
        "run": run,
        "job": run.job,
        "now": clock.now(),
        "kept_days": services.KEPT.days,
        "withheld": run.is_there and not still_holds(request.user, run),
    }
