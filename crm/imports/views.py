"""Importing in the browser: what became of a file so far, the trial, the import, what was refused, the way back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.errors import Refused
from crm.imports import refused, selectors, services, undoing, wording
from crm.imports.access import run_for
from crm.imports.guide.shown import in_order, raw
from crm.web.answers import done, refused_rows
from crm.web.pages import page

FILES = {
    "csv": (refused.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (refused.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
FIRST_REFUSED = 50


@page("imports.run")
@never_cache
@require_GET
def run(request, public_id):
    """What the file says as the mapping reads it, and what became of it so far."""
    return render(request, "imports/run.html", _shown(request, public_id))


@page("imports.run")
@never_cache
@require_GET
def progress(request, public_id):
    """The part of the page that moves; it asks for itself again while a job of the run is open."""
    return render(request, "imports/progress.html", _shown(request, public_id))


@page("imports.run")
@require_POST
def trial(request, public_id):
    services.start(request.user, run_for(request.user, public_id), dry=True, now=clock.now())
    return redirect("import_run", public_id)


@page("imports.run")
@require_POST
def execution(request, public_id):
    services.start(request.user, run_for(request.user, public_id), dry=False, now=clock.now())
    return done(request, _("The import has begun. You may leave this page."), "import_run", public_id)


@page("imports.run")
@require_GET
def refused_file(request, public_id, form):
    """The refused rows to correct, the reason beside each."""
    row = run_for(request.user, public_id)
    if form not in FILES:
        raise Http404
    write, kind = FILES[form]
    response = HttpResponse(write(row, dry=row.job_id is None), content_type=kind)
    return refused_rows(response, row, form)


@page("imports.run")
@never_cache
@require_http_methods(["GET", "POST"])
def undo(request, public_id):
    """What undoing would take back and what would stay; sent, it is done as a job."""
    row = run_for(request.user, public_id)
    if request.method == "POST":
        leave = bool(request.POST.get("leave"))
        try:
            undoing.undo(request.user, row, leave=leave, now=clock.now())
        except Refused as refusal:
            return _undo_page(request, row, str(refusal.message), status=422)
        return done(
            request, _("The import is being undone. You may leave this page."), "import_run", public_id
        )
    return _undo_page(request, row)


def _undo_page(request, row, wrong: str = "", status: int = 200):
    found = undoing.undo_preview(request.user, row)
    made = [(wording.model(name), count) for name, count in found.made.items() if count]
    context = {"run": row, "found": found, "made": made, "wrong": wrong, "now": clock.now()}
    return render(request, "imports/undo.html", context, status=status)


def _shown(request, public_id) -> dict:
    row = run_for(request.user, public_id)
    dry = row.job_id is None
    job = row.dry_job if dry else row.job
    names, rows = _as_in_the_file(row, *selectors.preview_table(row))
    return {
        "run": row,
        "dry": dry,
        "job": job,
        "step": _step(row),
        "undo_job": row.undo_job,
        "totals": selectors.totals(row, dry=dry) if job else None,
        "refused": selectors.refused_rows(row, dry=dry, limit=FIRST_REFUSED) if job else [],
        "names": [wording.field(name) for name in names],
        "labels": wording.FIELDS,
        "kind_label": wording.KINDS[row.kind],
        "encoding": wording.encoding(row.encoding),
        "rows": _in_words(row, names, rows),
        "now": clock.now(),
    }


def _step(row) -> str:
    if row.job_id is None:
        return "trial" if row.dry_job_id else "preview"
    return "import" if row.job.is_open else "result"


def _as_in_the_file(row, names: list[str], rows: list[dict]) -> tuple[list[str], list[dict]]:
    """The fields in the order of their columns; what is said once for all rows is left out."""
    ordered = [name for name in in_order(row.mapping["fields"], tuple(row.columns)) if name in names]
    places = [names.index(name) for name in ordered]
    return ordered, [one | {"cells": [one["cells"][place] for place in places]} for one in rows]


def _in_words(row, names: list[str], rows: list[dict]) -> list[dict]:
    """The preview's cells as a reader understands them: labels for codes, days and money in his way."""
    currency = row.project.currency if row.project else "CNY"
    rules, columns = row.mapping["fields"], tuple(row.columns)
    for one in rows:
        for name, cell in zip(names, one["cells"], strict=True):
            cell["shown"] = wording.shown(name, cell["value"], rules[name].get("currency", currency))
            cell["raw"] = raw(rules[name], columns, tuple(one["raw"]))
    return rows
