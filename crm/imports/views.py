"""Importing in the browser: choose a file, look at what it says, try it, run it, take back what was refused."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.errors import Refused
from crm.imports import refused, selectors, services, wording
from crm.imports.access import project_for, projects_for, run_for
from crm.imports.forms import UploadForm
from crm.web.answers import done, refused_rows
from crm.web.pages import page

FILES = {
    "csv": (refused.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (refused.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
FIRST_REFUSED = 50


@page("imports.run")
def imports(request):
    form = UploadForm(request.POST or None, request.FILES or None, projects=projects_for(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            run = _prepared(request.user, form)
        except Refused as refusal:
            for name, reason in refusal.fields.items():
                form.add_error(name if name in form.fields else None, str(reason))
        else:
            return redirect("import_run", run.public_id)
    context = {"form": form, "runs": selectors.runs_of(request.user), "now": clock.now()}
    return render(request, "imports/imports.html", context, status=422 if form.errors else 200)


def _prepared(actor, form):
    given = form.cleaned_data
    content, name = given["file"].read(), given["file"].name
    mapping = form.chosen_mapping() or services.guessed(given["kind"], content, name)
    project = project_for(actor, given["project"]) if given["project"] else None
    return services.prepare(
        actor,
        kind=given["kind"],
        mapping=mapping,
        content=content,
        file_name=name,
        project=project,
        encoding=given["encoding"],
        now=clock.now(),
    )


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


def _shown(request, public_id) -> dict:
    row = run_for(request.user, public_id)
    dry = row.job_id is None
    job = row.dry_job if dry else row.job
    names, rows = selectors.preview_table(row)
    return {
        "run": row,
        "dry": dry,
        "job": job,
        "totals": selectors.totals(row, dry=dry) if job else None,
        "refused": selectors.refused_rows(row, dry=dry, limit=FIRST_REFUSED) if job else [],
        "names": [wording.field(name) for name in names],
        "labels": wording.FIELDS,
        "rows": rows,
        "now": clock.now(),
    }
