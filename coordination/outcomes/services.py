"""The only writers of outcomes."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from profitability import services as profitability
from satisfaction.collection import services as collection
from satisfaction.collection.states import Purpose
from service_desk.cases.states import CaseStatus

from . import rules
from .models import Outcome

LEDGER_KINDS = {
    "standard": "service_hours",
    "apology": "service_hours",
    "goodwill_gift": "gift",
    "senior_visit": "visit",
    "repair_again": "repair",
}


@transaction.atomic
def record_fulfilment(actor, directive, *, decision, now: datetime) -> Outcome:
    """A directive was carried out: what it took, what it cost, and the question whether it has helped.

    While the case is being worked on again, its next return visit asks; otherwise a follow-up questionnaire
    goes out now, so that nobody is asked twice about one thing.
    """
    existing = Outcome.objects.filter(directive=directive).first()
    if existing is not None:
        return existing
    _post_cost(actor, directive, now)
    days = Decimal((directive.fulfilled_at - directive.issued_at).total_seconds()) / 86400
    return Outcome.objects.create(
        directive=directive,
        decision=decision,
        owner=directive.owner,
        project=directive.project,
        case=directive.case,
        fulfilled_at=directive.fulfilled_at,
        days_taken=round(days, 2),
        score_before=decision.feedback.score if decision else None,
        asked=_ask(actor, directive, now),
    )


def _ask(actor, directive, now: datetime):
    case = directive.case
    if case is not None and case.status != CaseStatus.CLOSED:
        return None
    return collection.open_questionnaire(
        actor,
        owner=directive.owner,
        case=case,
        visit=None,
        purpose=Purpose.FOLLOW_UP,
        project=directive.project,
        now=now,
    )


def _post_cost(actor, directive, now: datetime) -> None:
    """What it really cost where that was reported, else what it was planned to cost."""
    spent = directive.spent_amount if directive.spent_amount is not None else directive.budget_amount
    if not spent:
        return
    profitability.post(
        actor,
        owner=directive.owner,
        project=directive.project,
        kind=LEDGER_KINDS.get(directive.plan, "service_hours"),
        amount=-spent,
        currency=directive.currency,
        source=profitability.Source("directive", directive.number),
        at=directive.fulfilled_at,
        estimated=directive.spent_amount is None,
        now=now,
    )


def measure(actor, feedback, *, now: datetime) -> list[Outcome]:
    """The first score an owner gives after a directive was fulfilled measures it; the outcomes measured now.

    A score about another case measures nothing. Runs in the transaction of the decision.
    """
    if feedback.score is None:
        return []
    waiting = Outcome.objects.filter(
        owner_id=feedback.owner_id, measured_at=None, fulfilled_at__lte=feedback.at
    )
    if not waiting.exists():
        return []
    held = waiting.select_for_update(no_key=True)
    rows = [row for row in held if row.case_id is None or row.case_id == feedback.case_id]
    for row in rows:
        row.answer, row.score_after, row.measured_at = feedback, feedback.score, now
        row.finding = rules.finding_of(row.score_before, feedback.score)
        row.save(update_fields=["answer", "score_after", "measured_at", "finding"])
    return rows
