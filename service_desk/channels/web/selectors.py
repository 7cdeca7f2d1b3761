"""Reading for whoever has a link: one case, and of it only what its owner may know."""

from datetime import datetime

from crm.organisation.models import Project
from service_desk.cases.models import Case, CaseMessage, Proposal
from service_desk.cases.states import ProposalStatus
from service_desk.cases.terms import Direction
from service_desk.channels.web import tokens
from service_desk.channels.web.models import OwnerLink
from service_desk.linking.selectors import goes_on_as


def link_by_token(token: str, purpose: str, *, now: datetime) -> OwnerLink | None:
    """The link that this secret opens; unknown, withdrawn and expired ones are alike. Its case is the one that goes on:
    a link to a case that was merged shows its owner what becomes of his matter."""
    rows = OwnerLink.objects.filter(
        token_hash=tokens.digest(token), purpose=purpose, revoked_at=None, expires_at__gt=now
    )
    link = rows.select_related("case__project__city", "case__owner", "case__home").first()
    if link is not None:
        kept = goes_on_as(link.case)
        if link.case.owner_id in (None, kept.owner_id):
            link.case = kept
    return link


def conversation_with_owner(case: Case) -> list[CaseMessage]:
    """What was written to him and by him, oldest first; no note among ourselves."""
    rows = CaseMessage.objects.filter(case=case, direction__in=[Direction.IN, Direction.OUT])
    return list(rows.order_by("pk")[:200])


def proposals_to_decide(case: Case) -> list[Proposal]:
    """What is on the table for him."""
    rows = Proposal.objects.filter(case=case, status=ProposalStatus.OFFERED).prefetch_related("parts")
    return list(rows.order_by("pk")[:10])


def proposal_to_decide(case: Case, number: str) -> Proposal | None:
    return Proposal.objects.filter(case=case, number=number, status=ProposalStatus.OFFERED).first()


def agreed_proposal(case: Case) -> Proposal | None:
    """What he agreed to last, and holds us to."""
    rows = Proposal.objects.filter(case=case, status=ProposalStatus.AGREED).prefetch_related("parts")
    return rows.order_by("-decided_at").first()


def projects() -> list[Project]:
    """The projects that one may report about."""
    return list(Project.objects.select_related("city").order_by("city__code", "code")[:500])
