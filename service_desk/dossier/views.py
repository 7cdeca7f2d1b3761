"""Pages: asking for a dossier, seeing it being made, taking it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import require
from crm.errors import Refused
from crm.paper import NoFont
from crm.paper.answers import pdf_answer
from crm.web.pages import page
from service_desk.cases.access import case_for

from . import services, signing
from .access import dossier_for


@page("dossiers.make")
@require_POST
def ask(request, number):
    """Masked for outsiders, or whole with a reason."""
    case = case_for(request.user, number, to="dossiers.make")
    masked = request.POST.get("version") != "whole"
    if not masked:
        require(request.user, "dossiers.whole", project=case.project)
    try:
        row = services.ask(
            request.user, case, masked=masked, because=request.POST.get("because", ""), now=clock.now()
        )
    except Refused as refusal:
        messages.error(request, " ".join(str(text) for text in refusal.fields.values()))
        return redirect("desk:case", number)
    return redirect("desk:dossier", row.public_id)


@page("dossiers.make")
@require_GET
def dossier(request, public_id):
    """One dossier: how far it is, what it is signed with, and how anybody checks it."""
    row = dossier_for(request.user, public_id)
    context = {"row": row, "fingerprint": signing.fingerprint(), "no_font": NoFont.message}
    return render(request, "desk/dossier.html", context)


@page("dossiers.make")
@require_GET
def download(request, public_id):
    return archive_answer(request.user, dossier_for(request.user, public_id), clock.now())


@page("dossiers.make")
@require_GET
def paper(request, public_id):
    """The PDF alone, to be read in the browser."""
    return paper_answer(request.user, dossier_for(request.user, public_id), clock.now())


def paper_answer(user, row, now) -> HttpResponse:
    return pdf_answer(services.fetch_paper(user, row, now=now), f"{row.case.number}-{_kind(row)}")


def _kind(row) -> str:
    return "masked" if row.masked else "whole"


def archive_answer(user, row, now) -> HttpResponse:
    """The archive as a file that no cache keeps."""
    content = services.fetch(user, row, now=now)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{row.case.number}-{_kind(row)}.zip"'
    response["Cache-Control"] = "no-store"
    return response
