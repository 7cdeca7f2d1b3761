from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.jobs import selectors, services
from crm.jobs.access import job_for, own_job_for
from crm.jobs.refusals import csv_lines
from crm.web.answers import done, refused_rows
from crm.web.pages import page
from crm.web.paging import keyset_page


@page("jobs.view")
@require_GET
def jobs(request):
    """One's own long work, newest first."""
    rows = keyset_page(
        selectors.jobs_of(request.user), by=("-created_at", "-id"), mark=request.GET.get("after")
    )
    return render(request, "jobs/list.html", {"now": clock.now(), "page": rows})


@page("jobs.view")
@require_GET
def job(request, public_id):
    return render(request, "jobs/job.html", _shown(request, public_id))


@page("jobs.view")
@never_cache
@require_GET
def progress(request, public_id):
    """The part of the page that moves; it asks for itself again while the job is open."""
    return render(request, "jobs/progress.html", _shown(request, public_id))


@page("jobs.view")
@require_GET
def refused(request, public_id):
    """The refused rows, each with its reason, to be corrected and given in again."""
    row = own_job_for(request.user, public_id)
    response = StreamingHttpResponse(
        csv_lines(selectors.refused_rows(row)), content_type="text/csv; charset=utf-8"
    )
    return refused_rows(response, row, "csv")


@page("jobs.cancel")
@require_POST
def cancel(request, public_id):
    services.cancel(request.user, job_for(request.user, public_id), now=clock.now())
    return done(request, _("The job stops after the part that is under way."), "job", public_id)


@page("jobs.cancel")
@require_POST
def retry(request, public_id):
    services.retry(request.user, job_for(request.user, public_id), now=clock.now())
    return done(request, _("The parts that stopped are tried again."), "job", public_id)


def _shown(request, public_id) -> dict:
    row = job_for(request.user, public_id)
    given_up = selectors.given_up(row) if row.chunks_dead else []
    return {"now": clock.now(), "job": row, "given_up": given_up}
