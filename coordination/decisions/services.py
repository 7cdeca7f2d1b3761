"""The only writers of decisions."""

import uuid
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from coordination.outcomes import services as outcomes
from coordination.policies import rules
from coordination.policies.services import policy_in_force, read
from crm.audit.services import entry, record
from crm.errors import IllegalMove, Refused, Stale
from crm.events.base import CannotSucceed
from crm.inserting import insert
from profitability import services as profitability
from profitability.plans.rules import Plan, cost

from . import carrying_out, facts
from .models import Decision


@transaction.atomic(savepoint=False)
def decide_on(actor, feedback, *, now: datetime) -> Decision:
    """One feedback becomes one decision, carried out in the same transaction.

    1. decided already → that decision; 2. what was ordered before is measured by this feedback; 3. facts;
    4. assess; 5. the pure verdict; 6. the fairness floor is checked, and a verdict below it stops here;
    7. carry out; 8. write down everything it rested on.
    """
    key, decided, to_measure = _look(feedback)
    if decided:
        return Decision.objects.get(feedback=feedback)
    if to_measure:
        outcomes.measure(actor, feedback, now=now)
    said = facts.said_by(feedback.case)
    known = facts.facts_of(feedback, said)
    assessment = profitability.assess(
        feedback.owner, facts.situation_of(feedback, said), project=feedback.project, now=now
    )
    version, policy = policy_in_force(now=now)
    verdict = rules.decide(known, weighed(assessment), policy)
    if not rules.never_below(verdict, known, policy):
        raise CannotSucceed(f"rule {verdict.rule} would give less than the standard service")
    return _write(actor, key, feedback, known, assessment, version, verdict, now)


LOOK = """
    SELECT nextval(pg_get_serial_sequence('coordination_decision', 'id')),
           EXISTS (SELECT FROM coordination_decision WHERE feedback_id = %s),
           EXISTS (SELECT FROM coordination_outcome WHERE owner_id = %s AND measured_at IS NULL)
"""


def _look(feedback) -> tuple[int, bool, bool]:
    """The key of the decision to come, whether there is one already, and whether outcomes may wait for this score.

    One statement, because fifty feedbacks a second ask it, and next to none finds anything.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [feedback.pk, feedback.owner_id])
        return cursor.fetchone()


def weighed(assessment) -> rules.Weighed:
    return rules.Weighed(
        at_stake=assessment.at_stake, best_plan=assessment.best_plan, offers=tuple(assessment.plans)
    )


def _write(actor, key, feedback, known, assessment, version, verdict, now) -> Decision:
    public_id = uuid.uuid4()
    done = carrying_out.carry_out(actor, feedback, verdict, decision_ref=public_id, now=now)
    decision = Decision(
        pk=key,
        public_id=public_id,
        feedback=feedback,
        owner=feedback.owner,
        project=feedback.project,
        case=feedback.case,
        assessment=assessment,
        policy=version,
        directive=done.directive,
        at=now,
        outcome=verdict.outcome,
        rule=verdict.rule,
        plan=verdict.plan,
        inputs=facts.written(known),
        alternatives=list(assessment.plans),
        reasons=list(verdict.reasons),
        carried_out=done.what,
    )
    after = {"outcome": verdict.outcome, "rule": verdict.rule, "plan": verdict.plan}
    insert(decision, entry(actor, "decisions.make", decision, now=now, after=after))
    return decision


@transaction.atomic
def override(
    actor, decision: Decision, *, plan: str, because: str, seen: str = "", now: datetime
) -> Decision:
    """A supervisor chooses another plan, and answers for it with his reason.

    The open directive of the decision is withdrawn and a new one issued; the decision itself stays as it was
    made. `seen` is the number of the directive that stood on his page. Raises Stale where another supervisor put
    his own in its place meanwhile; Refused without a reason, for an unknown plan, or for one below the fairness
    floor; IllegalMove where nothing was ordered, or it is done already.
    """
    row = Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    standing = row.directive.number if row.directive else ""
    if seen and seen != standing:
        raise Stale(yours=seen, current=standing)
    _check_override(row, plan, because)
    before = {"plan": row.override_plan or row.plan}
    chosen = carrying_out.replace_directive(actor, row, plan=plan, because=because, now=now)
    row.directive, row.override_plan, row.override_because = chosen, plan, because.strip()
    row.overridden_by, row.overridden_at = actor, now
    row.save(
        update_fields=["directive", "override_plan", "override_because", "overridden_by", "overridden_at"]
    )
    record(actor, "decisions.override", row, now=now, before=before, after={"plan": plan})
    return row


def _check_override(row: Decision, plan: str, because: str) -> None:
    if not because.strip():
        raise Refused(fields={"because": _("Please give your reason.")})
    if plan not in Plan.values:
        raise Refused(fields={"plan": _("This choice is not known.")})
    if not carrying_out.is_open(row.directive):
        raise IllegalMove(_("There is no open directive to change."))
    known = rules.Facts(**{**row.inputs, "impact": tuple(row.inputs["impact"])})
    floor = rules.floor_for(known, read(row.policy.rules))
    if rules.RANK[plan] < rules.RANK[floor.plan]:
        raise Refused(fields={"plan": _("This is less than the standard that everybody gets here.")})


def plan_choices(decision: Decision) -> list[dict]:
    """The plans a supervisor may choose from, each with its price; nothing below the floor."""
    known = rules.Facts(**{**decision.inputs, "impact": tuple(decision.inputs["impact"])})
    floor = rules.floor_for(known, read(decision.policy.rules))
    currency = decision.project.currency
    return [
        {"plan": str(plan), "label": plan.label, "cost": cost(plan, currency), "currency": currency}
        for plan in Plan
        if rules.RANK[str(plan)] >= rules.RANK[floor.plan]
    ]
