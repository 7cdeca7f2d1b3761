"""Who signs a proposal before it may be put to the owner: level by level, and nobody his own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts.models import Role
from crm.accounts.permissions import may
from crm.calendars.arithmetic import add_working_days
from crm.calendars.services import calendar_for
from crm.errors import IllegalMove, NotAllowed
from crm.events.services import publish
from service_desk.authority import rules
from service_desk.authority import selectors as authority
from service_desk.authority.models import Endorsement
from service_desk.cases.events import ProposalApproved
from service_desk.cases.models import Case, Proposal
from service_desk.cases.services.moves import locked_paper, move, must_stand_in, need, save, write
from service_desk.cases.states import PROPOSAL_OPEN, CaseStatus, ProposalStatus
from service_desk.cases.terms import Verb
from service_desk.clocks import services as clocks
from service_desk.clocks.models import DeadlineKind
from service_desk.escalated import limit


def offer(actor, case: Case, proposal: Proposal, *, because: str, now: datetime) -> None:
    """The proposal is approved and put to the owner: the answer he was promised. News are due from here on."""
    changes = {"approved_by": actor, "approval_at": now, "approval_because": because}
    stopped = {"waits_for": "", "remind_at": None}
    move(proposal, ProposalStatus.OFFERED, by=actor, now=now, **changes, **stopped)
    clocks.keep(case, DeadlineKind.ANSWER, DeadlineKind.FIRST_RESPONSE, now=now)
    clocks.restart(case, DeadlineKind.PROGRESS, now=now)
    write(case, by=actor, verb=Verb.OFFERED, because=because, detail={"proposal": proposal.number}, now=now)
    fact = ProposalApproved(case_id=case.pk, proposal_id=proposal.pk, approved_by_id=actor.pk)
    publish(fact, now=now)


def wait_for_approval(case: Case, proposal: Proposal, *, now: datetime) -> None:
    """Say whose signature is next, and when whoever may give it is reminded."""
    missing = signatures_missing(case, proposal)
    save(proposal, waits_for=missing[0], remind_at=reminder_after(case, now))


def reminder_after(case: Case, now: datetime) -> datetime:
    """A working day later."""
    return add_working_days(calendar_for(case.project), now, 1)


def signatures_missing(case: Case, proposal: Proposal) -> list[str]:
    """The roles that have yet to sign, lowest first."""
    needed = rules.signatures(authority.bounds_in_force(), case.currency, authority.sums_of(proposal))
    given = proposal.endorsements.filter(approved=True).values_list("role", flat=True)
    return [role for role in needed if role not in set(given)] or [needed[-1]]


@transaction.atomic
def decide_approval(
    actor, proposal: Proposal, *, approved: bool, because: str = "", now: datetime
) -> Proposal:
    """Sign, or refuse to. The last signature needed puts the proposal to the owner.

    Nobody signs past his limit, nobody his own proposal, nobody for two levels. Who refuses needs the same authority;
    only a sum that is above every limit is refused by the highest level, since nobody could sign it. A refusal goes
    back to whoever drew it up, with its reason.
    """
    proposal = locked_paper(proposal)
    case = proposal.case
    if proposal.status != ProposalStatus.AWAITING_APPROVAL:
        raise IllegalMove(stands_in=proposal.status)
    must_stand_in(case, CaseStatus.PROPOSED)
    missing = signatures_missing(case, proposal)
    last = len(missing) == 1 or actor.unrestricted
    role = missing[-1] if last else missing[0]
    if not approved:
        _must_be_able_to_refuse(actor, case, proposal, role, last)
        _refuse(actor, case, proposal, role, because=because, now=now)
        return proposal
    limit.must_be_within(case, proposal.amount)
    _must_be_able_to_sign(actor, case, proposal, role, last)
    Endorsement.objects.create(proposal=proposal, role=role, approved=True, because=because, by=actor, at=now)
    if last:
        offer(actor, case, proposal, because=because, now=now)
        return proposal
    save(proposal, waits_for=missing[1], remind_at=reminder_after(case, now), reminders=0)
    detail = {"proposal": proposal.number, "role": role}
    write(case, by=actor, verb=Verb.ENDORSED, because=because, detail=detail, now=now)
    return proposal


def may_decide(actor, case: Case, proposal: Proposal) -> bool:
    """Whether the signature that is next is the actor's to give or to refuse."""
    missing = signatures_missing(case, proposal)
    last = len(missing) == 1 or actor.unrestricted
    try:
        _must_be_able_to_refuse(actor, case, proposal, missing[0], last)
    except NotAllowed:
        return False
    return may(actor, "cases.approve", project=case.project)


def _must_be_able_to_refuse(actor, case: Case, proposal: Proposal, role: str, last: bool) -> None:
    sums = authority.sums_of(proposal)
    if last and rules.above_every_limit(authority.bounds_in_force(), case.currency, sums):
        last = False  # whose turn it is says no for everybody
    _must_be_able_to_sign(actor, case, proposal, role, last)


def _must_be_able_to_sign(actor, case: Case, proposal: Proposal, role: str, last: bool) -> None:
    able = authority.covers(actor, case.project, authority.sums_of(proposal))
    if last and not able:
        limit = authority.limit_of(actor, case.currency, project=case.project)
        sentence = _("This sum is above your limit.")
        raise NotAllowed(sentence, code="over_limit", limit=limit, currency=case.currency)
    if not last and role not in authority.roles_of(actor, case.project):
        names = {"role": Role(role).label}
        raise NotAllowed(_("First this needs the signature of: %(role)s.") % names, code="level_missing")
    if actor.pk == proposal.proposed_by_id:
        raise NotAllowed(_("Somebody else approves what you drew up."), code="own_proposal")
    if proposal.endorsements.filter(by=actor, approved=True).exists():
        raise NotAllowed(_("You have signed already; another person signs next."), code="signed_already")


def _refuse(actor, case: Case, proposal: Proposal, role: str, *, because: str, now: datetime) -> None:
    need(because=because)
    Endorsement.objects.create(
        proposal=proposal, role=role, approved=False, because=because, by=actor, at=now
    )
    changes = {"approved_by": None, "approval_at": now, "approval_because": because, "remind_at": None}
    move(proposal, ProposalStatus.DISAPPROVED, by=actor, now=now, **changes)
    said = {"verb": Verb.DISAPPROVED, "because": because, "detail": {"proposal": proposal.number}}
    if others_open(proposal):
        write(case, by=actor, now=now, **said)
    else:
        move(case, CaseStatus.ANSWERED, by=actor, now=now, **said)


def others_open(proposal: Proposal) -> bool:
    """Whether another proposal of the case still waits for somebody."""
    others = Proposal.objects.filter(case=proposal.case_id, status__in=PROPOSAL_OPEN)
    return others.exclude(pk=proposal.pk).exists()
