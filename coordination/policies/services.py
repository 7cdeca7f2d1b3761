"""The only writers of policies."""

from dataclasses import asdict
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from crm.audit.services import record

from .models import PolicyVersion
from .rules import Policy

FIRST_REASON = gettext_noop(
    "The procedure as it is written: satisfied or very satisfied closes, anything less starts again."
)

IN_FORCE = "SELECT id FROM coordination_policyversion WHERE active_from <= %s ORDER BY version DESC LIMIT 1"


def policy_in_force(*, now: datetime) -> tuple[PolicyVersion, Policy]:
    """The version in force and its rules; the shipped one is written on first use."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [now])
        found = cursor.fetchone()
    if found:
        return _version(found[0])
    row, _made = PolicyVersion.objects.get_or_create(
        version=1,
        defaults={"rules": asdict(Policy()), "because": FIRST_REASON, "active_from": now},
    )
    return row, read(row.rules)


@lru_cache(maxsize=8)
def _version(pk: int) -> tuple[PolicyVersion, Policy]:
    """A version is never changed, the database sees to that; so it may be kept."""
    row = PolicyVersion.objects.get(pk=pk)
    return row, read(row.rules)


@transaction.atomic
def change_policy(actor, *, rules: dict, because: str, now: datetime) -> PolicyVersion:
    """A new version from now on; `rules` are the fields that change. Decisions made before keep theirs."""
    current, _policy = policy_in_force(now=now)
    merged = {**current.rules, **rules}
    read(merged)
    row = PolicyVersion.objects.create(
        version=current.version + 1, rules=merged, because=because, active_from=now, written_by=actor
    )
    record(actor, "policies.change", row, now=now, after=rules, because=because)
    return row


def read(rules: dict) -> Policy:
    """The policy of a version's rules; lists come back from JSON where the policy holds tuples."""
    return Policy(**{key: tuple(value) if isinstance(value, list) else value for key, value in rules.items()})
