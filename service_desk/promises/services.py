"""Writing promises down and saying what became of them. The services of cases call this room in their transaction."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, NotAllowed, Refused
from owners.days import day_of
from service_desk.authority.selectors import limit_of
from service_desk.cases.models import Case, Proposal
from service_desk.cases.services.moves import locked, must_stand_in, need, save, write
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Verb
from service_desk.escalated.limit import must_be_within
from service_desk.guidance import guard
from service_desk.promises.models import Origin, Promise
from service_desk.promises.states import PROMISE_MOVES, PromiseStatus


@transaction.atomic
def make(
    actor,
    case: Case,
    *,
    text: str,
    due_on: date | None = None,
    amount: int | None = None,
    origin: str = Origin.HAND,
    version: int | None = None,
    now: datetime,
) -> Promise:
    """Write down what the owner was promised; a sum that, with what the actor has promised him for this case before, is
    no higher than he may promise by himself, nor than the plan of a difficult complaint allows. Its words name no
    higher one.

    `origin` says whether it was said in a reply. What was agreed with a proposal is written down by itself.
    """
    need(text=text)
    if origin not in (Origin.HAND, Origin.REPLY):
        raise Refused(fields={"origin": _("This choice is not known.")})
    if due_on is not None and due_on < day_of(now, case.project):
        raise Refused(fields={"due_on": _("This day has passed already.")})
    case = locked(case, version)
    must_stand_in(case, *OPEN)
    if amount:
        _must_be_his_to_promise(actor, case, amount)
    if origin == Origin.HAND and guard.sum_past_authority(text, by=actor, case=case, covered=amount or 0):
        _refuse_sum(actor, case)
    promise = Promise.objects.create(
        case=case,
        text=text,
        amount=amount,
        currency=case.currency,
        due_on=due_on,
        origin=origin,
        promised_by=actor,
        promised_at=now,
    )
    write(case, by=actor, verb=Verb.PROMISED, detail={"promise": str(promise.public_id)}, now=now)
    return promise


def _must_be_his_to_promise(actor, case: Case, amount: int) -> None:
    """Several small sums are one large one."""
    standing = Promise.objects.filter(case=case).exclude(status=PromiseStatus.WITHDRAWN)
    by_hand = standing.exclude(origin=Origin.PROPOSAL).filter(promised_by=actor)
    if _sum(by_hand) + amount > limit_of(actor, case.currency, project=case.project):
        _refuse_sum(actor, case)
    must_be_within(case, _sum(standing) + amount, field="amount")


def _refuse_sum(actor, case: Case) -> None:
    limit = limit_of(actor, case.currency, project=case.project)
    sentence = _("This sum is above your limit.")
    raise NotAllowed(sentence, code="over_limit", limit=limit, currency=case.currency)


def _sum(rows) -> int:
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0


def write_down(actor, proposal: Proposal, *, now: datetime) -> None:
    """Each part of a proposal the owner has agreed to is a promise; the caller holds the case."""
    with translation.override(proposal.case.language):
        rows = [_of_part(actor, proposal, part, now) for part in proposal.parts.order_by("id")]
    Promise.objects.bulk_create(rows)


def _of_part(actor, proposal: Proposal, part, now: datetime) -> Promise:
    return Promise(
        case=proposal.case,
        text=f"{part.get_kind_display()}: {part.description}"
        if part.description
        else part.get_kind_display(),
        amount=part.amount or None,
        currency=part.currency,
        due_on=part.due_on,
        origin=Origin.PROPOSAL,
        proposal=proposal,
        promised_by=actor,
        promised_at=now,
    )


def keep_what_was_agreed(actor, case: Case, *, now: datetime) -> None:
    """With the work carried out, what the agreed proposal promised is kept; the caller holds the case."""
    for promise in (
        Promise.objects.select_for_update(no_key=True).open().filter(case=case, origin=Origin.PROPOSAL)
    ):
        promise.case = case
        _move(promise, PromiseStatus.KEPT, by=actor, now=now)


@transaction.atomic
def settle(actor, promise: Promise, *, status: str, because: str = "", now: datetime) -> Promise:
    """Say what became of a promise: kept, broken or taken back; the last two with the reason."""
    if status not in set(PromiseStatus.values) - {PromiseStatus.OPEN}:
        raise Refused(fields={"status": _("This choice is not known.")})
    if status != PromiseStatus.KEPT:
        need(because=because)
    case = locked(Case(pk=promise.case_id))
    row = Promise.objects.select_for_update(no_key=True).get(pk=promise.pk)
    row.case = case
    _move(row, status, by=actor, because=because, now=now)
    detail = {"promise": str(row.public_id), "status": status}
    write(case, by=actor, verb=Verb.PROMISE_SETTLED, because=because, detail=detail, now=now)
    return row


def _move(promise: Promise, to: str, *, by, because: str = "", now: datetime) -> None:
    """The only line that assigns a promise's status."""
    if to not in PROMISE_MOVES[PromiseStatus(promise.status)]:
        raise IllegalMove(stands_in=promise.status, to=to)
    late = to == PromiseStatus.KEPT and is_late(promise, now)
    promise.status = to
    changes = {"settled_by": by, "settled_at": now, "settled_because": because}
    save(promise, status=to, late=late, **changes)


def is_late(promise: Promise, now: datetime) -> bool:
    """Whether its day, as days are counted where the project stands, has passed; what was broken is made good late."""
    if promise.status == PromiseStatus.BROKEN:
        return True
    return promise.due_on is not None and promise.due_on < day_of(now, promise.case.project)
