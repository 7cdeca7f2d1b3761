"""Sheets to print, the agreement to sign, and the signature as it was drawn."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods

from crm import clock
from crm.errors import NotFound
from crm.paper.answers import pdf_answer
from crm.web.pages import page
from service_desk.cases import access
from service_desk.sheets import printing, selectors
from service_desk.sheets.forms import AgreementForm


@page("cases.view")
@require_GET
def sheet(request, number, kind):
    """One form of a case on A4; `archive` is all of them with the course of the case. `in` is its language."""
    shown_in, spoken = translation.get_language(), _language(request)
    with translation.override(spoken):
        context = printing.context_of(_case(request, number, kind), kind, now=clock.now())
        context |= {"spoken": spoken, "shown_in": shown_in, "languages": settings.LANGUAGES}
        return render(request, "desk/sheets/sheet.html", context)


@page("cases.view")
@require_GET
def sheet_pdf(request, number, kind):
    """The same, made by the server."""
    case = _case(request, number, kind)
    content = printing.sheet_as_pdf(request, case, kind, language=_language(request), now=clock.now())
    return pdf_answer(content, f"{number}-{kind}")


def _case(request, number, kind):
    if kind not in printing.SHEETS:
        raise NotFound()
    return access.case_for(request.user, number)


def _language(request) -> str:
    """That which the address asks for, else the reader's."""
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language()


@page("cases.owner_decision")
@require_http_methods(["GET", "POST"])
def agreement(request, number):
    """What is offered, in the owner's language, and the frame he signs in."""
    proposal = access.proposal_for(request.user, number, to="cases.owner_decision")
    case = proposal.case
    given = request.POST if request.method == "POST" else None
    language = case.owner.language if case.owner else case.language
    with translation.override(language):
        start = {"signed_name": case.owner.name if case.owner else ""}
        form = AgreementForm(given, case=case, user=request.user, paper=proposal, initial=start)
        if given is None or not form.carry_out(request.user, clock.now()):
            context = {"form": form, "proposal": proposal, "case": case, "spoken": language}
            status = 200 if given is None else 422
            return render(request, "desk/sheets/agreement.html", context, status=status)
    messages.success(request, form.done)
    return redirect("desk:agreement", proposal.number)  # the owner still holds the device: not to the case


@page("cases.view")
@require_GET
def signature(request, number):
    """The signature under a proposal, as an image."""
    proposal = access.proposal_for(request.user, number)
    row = selectors.signature_of(proposal)
    if row is None:
        raise NotFound()
    return HttpResponse(
        bytes(row.image),
        content_type="image/png",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )
