"""Which promises hold now: the version in force as a value, kept in the process because it never changes.

New rules that are to hold for open cases too are swept over the running clocks once they have taken effect. A clock
that was started by the old rules and is not committed yet would be missed: so who starts one holds a lock shared, and
who lets rules take effect holds it alone; he waits for what is on its way, and the sweep sees it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from service_desk.clocks import rules, standard
from service_desk.clocks.models import ClockPolicy, ClockRule, Deadline, PauseReason

SHIPPED = gettext_noop("What the complaint procedure promises, as it is shipped.")
LOCK = 7_400_003  # the registry of advisory locks: crm.audit has 7_400_001, crm.accounts.scope 7_400_002
IN_FORCE = """
    SELECT id FROM service_desk_clockpolicy
    WHERE active_from <= %s ORDER BY active_from DESC, number DESC LIMIT 1
"""
HELD = "SELECT pg_advisory_xact_lock_shared(%s);"
# What holds for open cases too holds for every clock that starts after it, whenever its case came in.
STARTS_BY = """
    SELECT id FROM service_desk_clockpolicy
    WHERE NOT is_draft AND (active_from <= %s OR on_open) ORDER BY active_from DESC, number DESC LIMIT 1
"""


@dataclass(frozen=True)
class Policy:
    """A version as the pure rules read it."""

    id: int
    number: int
    promises: tuple[rules.Promise, ...]
    no_move_days: int
    most_moves: int
    most_rejections: int
    escalation: dict


def policy_in_force(*, now: datetime) -> Policy:
    """The version in force; one query. The shipped one is written on first use and takes over what runs."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [now])
        found = cursor.fetchone()
    return policy_of(found[0] if found else _ship(now).pk)


def policy_to_start_by(*, now: datetime) -> Policy:
    """The version by which a clock starts, or is set anew, in this transaction: until it is over, no rules take effect
    that are to hold for open cases too. `now` may lie back, where a case is written down after it came in.

    Two statements in one message: the second looks after the lock is ours, and registering a case waits for one answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(HELD + STARTS_BY, [LOCK, now])
        cursor.nextset()
        found = cursor.fetchone()
    return policy_of(found[0] if found else _ship(now).pk)


def hold_alone() -> None:
    """No clock is on its way that was started by the rules before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@lru_cache(maxsize=16)
def policy_of(pk: int) -> Policy:
    """The value of one version that has taken effect."""
    return read(ClockPolicy.objects.get(pk=pk))


def read(row: ClockPolicy) -> Policy:
    """A version, draft or not, as a value. One query."""
    return Policy(
        id=row.pk,
        number=row.number,
        promises=tuple(promise(rule) for rule in row.rules.order_by("id")),
        no_move_days=row.no_move_days,
        most_moves=row.most_moves,
        most_rejections=row.most_rejections,
        escalation=row.escalation,
    )


def promise(rule: ClockRule) -> rules.Promise:
    return rules.Promise(
        clock=rule.clock,
        measure=rule.measure,
        amount=rule.amount,
        kind=rule.kind,
        severity=rule.severity,
        subject=rule.subject,
        project_id=rule.project_id,
        id=rule.pk,
    )


def about(case) -> rules.About:
    return rules.About(case.kind, case.severity, case.subject, case.project_id)


def promised(policy: Policy, case, clock: str) -> rules.Promise | None:
    """What this version promises for this case and clock; None where there is to be no clock."""
    found = rules.promise_for(policy.promises, clock, about(case))
    return None if found is None or found.measure == "none" else found


@transaction.atomic
def _ship(now: datetime) -> ClockPolicy:
    """Write the shipped version, and let the clocks that run already be its own where they are what it promises."""
    numbers = {
        "no_move_days": standard.NO_MOVE_DAYS,
        "most_moves": standard.MOST_MOVES,
        "most_rejections": standard.MOST_REJECTIONS,
    }
    row, made = ClockPolicy.objects.get_or_create(
        number=1,
        defaults={"because": SHIPPED, "written_at": now, "escalation": standard.ESCALATION, **numbers},
    )
    if not made:
        return row
    shipped = ClockRule.objects.bulk_create([ClockRule(policy=row, **rule) for rule in standard.RULES])
    PauseReason.objects.bulk_create([PauseReason(policy=row, **reason) for reason in standard.REASONS])
    # From the beginning of time: what was promised before this version existed was promised by it.
    row.is_draft, row.active_from = False, min(now, row.written_at)
    row.save(update_fields=["is_draft", "active_from"])
    for rule in shipped:
        if not rule.kind and rule.amount:
            running = Deadline.objects.running().filter(kind=rule.clock, measure=rule.measure)
            running.filter(amount=rule.amount, set_by=None).update(set_by=rule)
    return row
