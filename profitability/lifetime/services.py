"""The only writers of assumptions and assessments."""

from dataclasses import asdict
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from crm.audit.services import record
from crm.inserting import insert_for_key
from profitability.ledger import selectors as ledger
from profitability.plans import rules as plans

from . import rules
from .models import Assessment, AssumptionsVersion

FIRST_REASON = gettext_noop(
    "First assumptions, stated by us; to be replaced by fitted ones where the data can carry a fit."
)

IN_FORCE = """
    SELECT id FROM profitability_assumptionsversion WHERE active_from <= %s ORDER BY version DESC LIMIT 1
"""


def ensure_assumptions(*, now: datetime) -> AssumptionsVersion:
    """The version in force; the shipped one is written on first use."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [now])
        found = cursor.fetchone()
    if found:
        return _version(found[0])
    row, _made = AssumptionsVersion.objects.get_or_create(
        version=1,
        defaults={"values": rules.Assumptions().plain(), "because": FIRST_REASON, "active_from": now},
    )
    return row


@lru_cache(maxsize=8)
def _version(pk: int) -> AssumptionsVersion:
    """A version is never changed, the database sees to that; so it may be kept."""
    return AssumptionsVersion.objects.get(pk=pk)


@transaction.atomic
def change_assumptions(actor, *, values: dict, because: str, now: datetime) -> AssumptionsVersion:
    """A new version from now on; assessments made before keep theirs. `values` are those that change."""
    current = ensure_assumptions(now=now)
    merged = {**current.values, **values}
    rules.Assumptions(**merged)
    row = AssumptionsVersion.objects.create(
        version=current.version + 1, values=merged, because=because, active_from=now, written_by=actor
    )
    record(actor, "assumptions.change", row, now=now, after=values, because=because)
    return row


def assess(owner, situation: plans.Situation, *, project, now: datetime) -> Assessment:
    """What this relation is worth, what is at stake now, and which plan would bring most.

    Three statements whatever the length of the ledger. The result is written down and never changed, so that
    the decision resting on it can be read back.
    """
    version = ensure_assumptions(now=now)
    assumptions = rules.Assumptions(**version.values)
    known = ledger.known(owner.pk, situation.currency)
    valued = rules.value(known, situation.attitude, assumptions)
    offers = plans.compare(situation, valued.at_stake)
    row = Assessment(
        owner=owner,
        project=project,
        assumptions=version,
        at=now,
        situation=situation.plain(),
        currency=situation.currency,
        value_to_date=valued.value_to_date,
        expected_value=valued.expected.point,
        expected_low=valued.expected.low,
        expected_high=valued.expected.high,
        at_stake=valued.at_stake.point,
        at_stake_low=valued.at_stake.low,
        at_stake_high=valued.at_stake.high,
        completeness=valued.completeness,
        plans=[offer.plain() for offer in offers],
        best_plan=plans.best(offers).plan,
        lines=[asdict(line) for line in valued.lines],
    )
    insert_for_key(row)
    return row


def value_now(owner, *, project, attitude: str = "", now: datetime) -> rules.Valuation:
    """The same arithmetic without a situation and without writing it down: for the owner's card."""
    assumptions = rules.Assumptions(**ensure_assumptions(now=now).values)
    return rules.value(ledger.known(owner.pk, project.currency), attitude, assumptions)
