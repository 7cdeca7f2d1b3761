"""The sheets of a case: what each of them shows, and the same as a PDF."""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from crm.paper import Sheet, pdf
from service_desk.cases.guide import seven_steps
from service_desk.cases.papers import papers_of
from service_desk.cases.selectors import subject_label
from service_desk.cases.states import ProposalStatus
from service_desk.promises.selectors import of_case as promises_of
from service_desk.sheets import selectors

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
# What the owner is given to read or to sign says what he gets, never what it costs us or what he was not offered.
SIGNED = frozenset({ProposalStatus.OFFERED, ProposalStatus.AGREED})
PUT_TO_OWNER = {"opinion": SIGNED | {ProposalStatus.REFUSED}, "agreement": SIGNED}
FOR_OWNER = frozenset(PUT_TO_OWNER)


def context_of(case, kind: str, *, now: datetime) -> dict:
    """What a sheet shows; the archive tells the whole course, from its first line to its last."""
    papers = papers_of(case)
    context = {
        "case": case,
        "papers": papers,
        "kind": kind,
        "whole": kind == "archive",
        "printed_at": now,
        "subject_label": subject_label(case.subject),
        "signatures": selectors.signed_proposals(case),
        "proposals": papers.proposals,
        "for_owner": kind in FOR_OWNER,
    }
    if kind in FOR_OWNER:
        context["proposals"] = [row for row in papers.proposals if row.status in PUT_TO_OWNER[kind]]
    if kind == "archive":
        context |= {
            "steps": seven_steps(case, papers),
            "promises": promises_of(case),
            "said": selectors.all_said(case),
            "course": selectors.whole_course(case),
        }
    return context


def sheet_as_pdf(request, case, kind: str, *, language: str, now: datetime) -> bytes:
    """The very words of the page to print, set by the server in this language. NoFont where it cannot."""
    with translation.override(language):
        context = context_of(case, kind, now=now)
        title = render_to_string("desk/sheets/title.html", {"kind": kind}).strip()
        html = render_to_string("desk/sheets/paper.html", context, request)
        project = case.project.label
    sheet = Sheet(
        title=f"{title} {case.number}",
        html=html,
        language=language,
        foot=f"{title} · {case.number} · {project}",
        pictures=selectors.signatures_by_address(case, address=_address).get,
    )
    return pdf(sheet, now=now)


def _address(proposal) -> str:
    return reverse("desk:signature", args=[proposal.number])
