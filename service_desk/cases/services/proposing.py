"""Step four: what the house offers, who may promise it, and what the owner says to it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.errors import IllegalMove, Refused
from crm.events.services import publish
from service_desk.authority import selectors as authority
from service_desk.cases.events import OwnerDecided, ProposalMade
from service_desk.cases.models import Case, Proposal, ProposalPart, Signature
from service_desk.cases.services.approving import offer, others_open, wait_for_approval
from service_desk.cases.services.departments import note_transfer, send_slip
from service_desk.cases.services.moves import locked, locked_paper, move, must_stand_in, need, write
from service_desk.cases.states import PROPOSAL_OPEN, CaseStatus, ProposalStatus
from service_desk.cases.terms import PartKind, Verb
from service_desk.clocks import services as clocks
from service_desk.clocks.models import DeadlineKind
from service_desk.escalated import limit
from service_desk.guidance import guard
from service_desk.guidance.terms import Place
from service_desk.promises import services as promises
from service_desk.sheets.drawing import NotASignature, redrawn


@transaction.atomic
def propose(
    actor,
    case: Case,
    *,
    summary: str,
    parts: Iterable[dict],
    said: guard.Said = guard.NOTHING_SAID,
    version: int | None = None,
    now: datetime,
) -> Proposal:
    """Draw up a proposal. Within the actor's own limit it goes to the owner at once, else it waits for approval.

    `parts` are dicts of kind, description, amount (minor units) and currency. Several proposals may stand side
    by side for the owner to choose from.
    """
    need(summary=summary)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.ANSWERED, CaseStatus.PROPOSED)
    parts = _checked_parts(parts, case.currency)
    amount = sum(part.amount for part in parts)
    limit.must_be_within(case, amount)
    told = "\n".join([summary, *(part.description for part in parts if part.description)])
    found = guard.must_pass_as_proposal(actor, told, case=case, amount=amount, said=said)
    proposal = Proposal.objects.create(
        number=numbers.draw("proposal", now),
        case=case,
        round=case.round,
        summary=summary,
        amount=amount,
        currency=case.currency,
        proposed_by=actor,
        proposed_at=now,
    )
    for part in parts:
        part.proposal = proposal
    ProposalPart.objects.bulk_create(parts)
    guard.remember(actor, found, said, place=Place.PROPOSAL, case=case, now=now)
    detail = {"proposal": proposal.number, "amount": proposal.amount, "currency": proposal.currency}
    if case.status == CaseStatus.ANSWERED:
        move(case, CaseStatus.PROPOSED, by=actor, now=now, verb=Verb.PROPOSED, detail=detail)
    else:
        write(case, by=actor, verb=Verb.PROPOSED, detail=detail, now=now)
    fact = ProposalMade(
        case_id=case.pk,
        proposal_id=proposal.pk,
        amount=proposal.amount,
        currency=proposal.currency,
        round=proposal.round,
    )
    publish(fact, now=now)
    if authority.covers(actor, case.project, authority.sums_of(proposal)):
        offer(actor, case, proposal, because="", now=now)
    else:
        wait_for_approval(case, proposal, now=now)
    return proposal


def _checked_parts(parts: Iterable[dict], currency: str) -> list[ProposalPart]:
    rows = [
        ProposalPart(
            kind=part.get("kind", ""),
            description=part.get("description", ""),
            amount=part.get("amount") or 0,
            currency=part.get("currency") or currency,
            due_on=part.get("due_on"),
        )
        for part in parts
    ]
    if not rows:
        raise Refused(fields={"parts": _("A proposal needs at least one part.")})
    for row in rows:
        if row.kind not in PartKind.values:
            raise Refused(fields={"parts": _("This kind of part is not known.")})
        if row.amount < 0:
            raise Refused(fields={"parts": _("A part cannot cost less than nothing.")})
        if row.currency != currency:
            raise Refused(fields={"parts": _("All parts are in the project's currency.")})
    return rows


@transaction.atomic
def record_owner_decision(
    actor,
    proposal: Proposal,
    *,
    agreed: bool,
    words: str = "",
    signed_name: str = "",
    signature: str = "",
    now: datetime,
) -> Proposal:
    """What the owner said to the proposal, in his words, with his signature where he agreed.

    Agreed: the other proposals are withdrawn. Refused, and nothing else on the table: the case goes back to the
    responsible department with a new slip, one round further. `signature` is what he drew with his finger, as a
    data address; it is drawn anew and kept, and what is no drawing is refused.
    """
    image = _redrawn(signature) if agreed and signature else None
    need(**({"signed_name": signed_name} if agreed else {"words": words}))
    proposal = locked_paper(proposal)
    case = proposal.case
    if proposal.status != ProposalStatus.OFFERED:
        raise IllegalMove(stands_in=proposal.status)
    must_stand_in(case, CaseStatus.PROPOSED)
    to = ProposalStatus.AGREED if agreed else ProposalStatus.REFUSED
    changes = {"owner_agreed": agreed, "owner_words": words, "signed_name": signed_name, "decided_at": now}
    move(proposal, to, by=actor, now=now, **changes)
    if image is not None:
        Signature.objects.create(
            proposal=proposal, image=image, signed_name=signed_name, taken_by=actor, at=now
        )
        write(case, by=actor, verb=Verb.SIGNED, detail={"proposal": proposal.number}, now=now)
    if agreed:
        _accept(actor, case, proposal, now=now)
    else:
        _send_back(actor, case, proposal, now=now)
    fact = OwnerDecided(case_id=case.pk, proposal_id=proposal.pk, agreed=agreed, round=proposal.round)
    publish(fact, now=now)
    return proposal


@transaction.atomic
def refuse_all(actor, case: Case, *, words: str, version: int | None = None, now: datetime) -> list[Proposal]:
    """None of the proposals on the table suits the owner: each is refused with his words, one after the other."""
    need(words=words)
    case = locked(case, version)
    must_stand_in(case, CaseStatus.PROPOSED)
    offered = list(Proposal.objects.filter(case=case, status=ProposalStatus.OFFERED).order_by("id"))
    if not offered:
        raise IllegalMove(stands_in=case.status)
    return [record_owner_decision(actor, row, agreed=False, words=words, now=now) for row in offered]


def _redrawn(signature: str) -> bytes:
    try:
        return redrawn(signature)
    except NotASignature:
        raise Refused(fields={"signature": _("Please sign in the frame.")}) from None


def _accept(actor, case: Case, proposal: Proposal, *, now: datetime) -> None:
    others = Proposal.objects.select_for_update(no_key=True).filter(case=case, status__in=PROPOSAL_OPEN)
    for other in others:
        move(other, ProposalStatus.WITHDRAWN, by=actor, now=now)
    detail = {"proposal": proposal.number}
    move(case, CaseStatus.AGREED, by=actor, now=now, verb=Verb.OWNER_AGREED, detail=detail)
    promises.write_down(actor, proposal, now=now)


def _send_back(actor, case: Case, proposal: Proposal, *, now: datetime) -> None:
    """The owner's own words become the new request, so that the department reads what he objects to."""
    detail = {"proposal": proposal.number, "round": proposal.round}
    write_now = {"by": actor, "verb": Verb.OWNER_REFUSED, "detail": detail, "now": now}
    if others_open(proposal):
        write(case, **write_now)
        return
    clocks.restart(case, DeadlineKind.PROGRESS, now=now)
    write(case, **write_now, round=case.round + 1)
    slip = send_slip(actor, case, department=case.responsible, request=proposal.owner_words, now=now)
    note_transfer(actor, case, slip, now=now)
