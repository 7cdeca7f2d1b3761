"""Issuing, accepting, fulfilling and withdrawing directives."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.audit import services as audit
from crm.errors import IllegalMove, Refused
from crm.events.services import outgoing, publish
from crm.inserting import insert, insert_unless_taken
from service_desk.directives.events import DirectiveFulfilled, DirectiveIssued, DirectiveOverdue
from service_desk.directives.models import Directive
from service_desk.directives.states import MOVES, DirectiveStatus

ATTEMPTS = 5


@transaction.atomic(savepoint=False)
def issue(
    actor,
    *,
    owner,
    case=None,
    project=None,
    purpose: str,
    plan: str,
    instruction: str,
    reason: str,
    budget_amount: int = 0,
    currency: str = "CNY",
    assignee=None,
    department=None,
    due_at: datetime,
    decision_ref: UUID | None = None,
    now: datetime,
) -> Directive:
    """Order the desk to do something for an owner; where one is open for the same purpose, that one comes back.

    `budget_amount` is in minor units of `currency`. Without a project, the case's counts. `decision_ref` names
    the decision of coordination behind it.
    """
    project_id = project.pk if project else case and case.project_id
    number, key = numbers.draw_with_key("directive", Directive, now)
    directive = Directive(
        pk=key,
        number=number,
        owner=owner,
        project_id=project_id,
        case=case,
        purpose=purpose,
        plan=plan,
        instruction=instruction,
        reason=reason,
        budget_amount=budget_amount,
        currency=currency,
        assignee=assignee,
        department=department,
        due_at=due_at,
        decision_ref=decision_ref,
        issued_at=now,
    )
    held = _insert_or_find(directive)
    if held.number != directive.number:
        return held
    after = {"number": held.number, "purpose": purpose, "plan": plan, "budget_amount": budget_amount}
    entry = audit.entry(actor, "directives.issued", held, now=now, after=after)
    fact = DirectiveIssued(
        directive_id=held.pk, owner_id=held.owner_id, case_id=held.case_id, purpose=held.purpose
    )
    insert(entry, outgoing(fact, now=now))
    return held


def _insert_or_find(directive: Directive) -> Directive:
    """Insert, or take the one that is open.

    The partial unique index decides, not a look beforehand, so that two who issue at once get the same one. The
    open one may be fulfilled between the refused insert and the look for it; then the insert is tried again.
    """
    for _attempt in range(ATTEMPTS):
        if insert_unless_taken(directive):
            return directive
        standing = Directive.objects.open().filter(owner=directive.owner_id, purpose=directive.purpose)
        found = standing.select_for_update(no_key=True).first()
        if found:
            return found
    raise IllegalMove(purpose=directive.purpose)


def _locked(directive: Directive) -> Directive:
    return Directive.objects.select_for_update(no_key=True).get(pk=directive.pk)


def _move(directive: Directive, to: str, *, by, because: str = "", now: datetime, **changes) -> None:
    """The only line that assigns a directive's status."""
    came_from = directive.status
    if to not in MOVES[came_from]:
        raise IllegalMove(stands_in=came_from, to=to)
    directive.status = to
    for field, value in changes.items():
        setattr(directive, field, value)
    directive.save(update_fields=["status", *changes])
    audit.record(
        by,
        f"directives.{to}",
        directive,
        now=now,
        before={"status": came_from},
        after={"status": to},
        because=because,
    )


@transaction.atomic
def accept(actor, directive: Directive, *, now: datetime) -> Directive:
    """Take the directive on; whoever accepts it is the one who carries it out."""
    directive = _locked(directive)
    _move(directive, DirectiveStatus.ACCEPTED, by=actor, now=now, accepted_at=now, assignee=actor)
    return directive


@transaction.atomic
def fulfil(
    actor, directive: Directive, *, result: str, spent_amount: int | None = None, now: datetime
) -> Directive:
    """Report what was done, and what it cost in minor units of the directive's currency.

    More than the budget is refused: a larger sum needs a new decision.
    """
    if not result.strip():
        raise Refused(fields={"result": _("Please fill this in.")})
    directive = _locked(directive)
    if spent_amount is not None and not 0 <= spent_amount <= directive.budget_amount:
        raise Refused(fields={"spent_amount": _("This is more than the budget of the directive.")})
    _move(
        directive,
        DirectiveStatus.FULFILLED,
        by=actor,
        now=now,
        result=result,
        spent_amount=spent_amount,
        fulfilled_at=now,
        fulfilled_by=actor,
    )
    fact = DirectiveFulfilled(
        directive_id=directive.pk, owner_id=directive.owner_id, case_id=directive.case_id
    )
    publish(fact, now=now)
    return directive


@transaction.atomic
def withdraw(actor, directive: Directive, *, because: str, now: datetime) -> Directive:
    """Take an open directive back, with the reason."""
    if not because.strip():
        raise Refused(fields={"because": _("Please fill this in.")})
    directive = _locked(directive)
    changes = {"withdrawn_at": now, "withdrawn_because": because}
    _move(directive, DirectiveStatus.WITHDRAWN, by=actor, because=because, now=now, **changes)
    return directive


@transaction.atomic
def tell_overdue(*, now: datetime, limit: int = 100) -> int:
    """Turn up to `limit` open directives whose day has passed into facts, each once. Returns how many there were.

    Rows that another relay holds are left to it; the note that it was told and the fact are one transaction.
    """
    late = list(
        Directive.objects.select_for_update(no_key=True, skip_locked=True)
        .overdue(now)
        .filter(overdue_told_at=None)
        .order_by("due_at", "id")[:limit]
    )
    for row in late:
        row.overdue_told_at = now
        fact = DirectiveOverdue(directive_id=row.pk, owner_id=row.owner_id, case_id=row.case_id)
        publish(fact, now=now)
    Directive.objects.bulk_update(late, ["overdue_told_at"])
    return len(late)
