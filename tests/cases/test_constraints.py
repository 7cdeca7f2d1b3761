"""What no service would write, no other writer can either."""

import pytest
from django.db import IntegrityError, transaction

from service_desk.cases.models import Case, Investigation, Proposal, TransferSlip
from tests.cases.story import nothing_changes


def refused(rows, **fields):
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**fields)


def rows(case):
    return Case.objects.filter(pk=case.pk)


def test_a_closed_case_says_when(story):
    refused(rows(story.drive("completed")), status="closed")


def test_an_open_case_has_no_closing_time(story):
    refused(rows(story.register()), closed_at=story.now)


def test_a_completed_case_says_when(story):
    refused(rows(story.drive("implementing")), status="completed")


def test_a_case_in_work_has_an_agent(story):
    refused(rows(story.drive("assigned")), assignee=None)


def test_a_severe_case_says_why(story):
    refused(rows(story.register()), severity="major")


def test_what_is_with_a_department_is_substantiated(story):
    refused(rows(story.drive("transferred")), substantiated=None)


def test_an_answered_slip_has_its_solution(story):
    slip = story.drive("answered").slips.get()
    refused(TransferSlip.objects.filter(pk=slip.pk), solution="")


def test_an_offered_proposal_was_approved_by_somebody(story):
    proposal = story.drive("proposed").proposals.get()
    refused(Proposal.objects.filter(pk=proposal.pk), approved_by=None)


def test_one_proposal_a_round_is_agreed(story):
    case = story.drive("proposed")
    other = story.propose(case, amount=1)
    first = case.proposals.earliest("id")
    for proposal in (first, other):
        fields = {"status": "agreed", "owner_agreed": True, "decided_at": story.now}
        if proposal == other:
            refused(Proposal.objects.filter(pk=proposal.pk), **fields)
        else:
            Proposal.objects.filter(pk=proposal.pk).update(**fields)


def test_a_substantiated_finding_names_its_department(story):
    finding = story.drive("investigating").investigations.get()
    refused(Investigation.objects.filter(pk=finding.pk), department=None)
