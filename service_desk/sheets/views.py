"""Sheets to print, the agreement to sign, and the signature as it was drawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods

from crm import clock
from crm.errors import NotFound
from crm.web.pages import page
from service_desk.cases import access
from service_desk.cases.guide import seven_steps
from service_desk.cases.papers import papers_of
from service_desk.cases.selectors import conversation, past, subject_label
from service_desk.promises.selectors import of_case as promises_of
from service_desk.sheets import selectors
from service_desk.sheets.forms import AgreementForm

SHEETS = (
    "register",
    "investigation",
    "slips",
    "proposals",
    "opinion",
    "agreement",
    "actions",
    "visits",
    "result",
    "archive",
)


@page("cases.view")
@require_GET
def sheet(request, number, kind):
    """One form of a case on A4; `archive` is all of them with the course of the case."""
    if kind not in SHEETS:
        raise NotFound()
    case = access.case_for(request.user, number)
    papers = papers_of(case)
    context = {
        "case": case,
        "papers": papers,
        "kind": kind,
        "whole": kind == "archive",
        "printed_at": clock.now(),
        "subject_label": subject_label(case.subject),
        "signatures": selectors.signed_proposals(case),
    }
    if kind == "archive":
        context |= {
            "steps": seven_steps(case, papers),
            "promises": promises_of(case),
            "said": conversation(case),
            "past": past(case, before=None),
        }
    return render(request, "desk/sheets/sheet.html", context)


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
    return redirect("desk:case", case.number)


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
