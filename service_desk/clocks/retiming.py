"""Running clocks set anew by another rule: when new rules take effect, or a case is judged differently.

What was promised before is kept beside what is promised now. A clock begins where it began, and what it stood still
for is taken off again.
"""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from crm.accounts.services import system_user
from service_desk.cases.models import Case
from service_desk.cases.terms import Verb
from service_desk.clocks import rules, services
from service_desk.clocks.in_force import Policy, policy_in_force, policy_of, policy_to_start_by
from service_desk.clocks.models import ClockPolicy, ClockRule, Deadline, DeadlineChange
from service_desk.clocks.pausing import calendar_of, mirror, remember, set_moments

CHUNK = 200


@dataclass(frozen=True)
class Anew:
    """What another rule would make of a running clock; `moments` is None where there would be no clock."""

    promise: rules.Promise | None
    amount: int
    moments: rules.Times | None


def anew(deadline: Deadline, policy: Policy, *, turn: int = 1) -> Anew | None:
    """What this version makes of the clock, or None where it leaves it alone.

    Set by hand, past all rules, it stays; so does one whose rule says the same length.
    """
    if deadline.set_by_id is None or deadline.by_hand:
        return None
    promise = rules.promise_for(policy.promises, deadline.kind, _about(deadline))
    if promise is None or promise.measure == "none":
        return Anew(None, 0, None)
    amount = promise.amount * turn
    if (promise.measure, amount) == (deadline.measure, deadline.amount):
        return None
    calendar = calendar_of(deadline)
    moments = rules.times(calendar, deadline.started_at, amount, promise.measure)
    for pause in sorted(deadline.pauses.all(), key=lambda row: row.pk):
        if pause.ended_at is not None:
            moments = rules.after_pause(calendar, moments, pause.paused_at, pause.ended_at)
    return Anew(promise, amount, moments)


def rematch(case, *, actor, now: datetime, **known: str) -> int:
    """The case is judged anew: `known` is what of it changes, its severity or its subject.

    Its running clocks follow the rules for what it is now; what those promise and nobody had promised before starts
    now. The caller holds the case, and writes the change itself.
    """
    policy, changed = policy_to_start_by(now=now), 0
    for deadline in _running().filter(case=case):
        _know(deadline.case, known)
        changed += _set(deadline, policy, DeadlineChange.Why.SEVERITY, actor, now)
    for deadline in services.lacking(_know(copy(case), known), now=now):
        deadline.save(force_insert=True)
        changed += 1
        due = {"kind": deadline.kind, "due_at": deadline.due_at.isoformat()}
        remember(deadline, actor, Verb.CLOCK_RETIMED, "", due, now)
    return changed


def _know(case, known: dict[str, str]):
    for name, value in known.items():
        setattr(case, name, value)
    return case


@transaction.atomic
def retime_due(*, now: datetime, limit: int = CHUNK) -> int:
    """New rules that were to hold for open cases too: the next stretch of their running clocks. Returns how many.

    A relay asks for it again and again. Where it stopped stands in the version's row, written with the clocks, so a
    death in between leaves the stretch to be done again.
    """
    rows = ClockPolicy.objects.select_for_update(skip_locked=True).filter(on_open=True)
    version = rows.filter(retimed_to__isnull=False).order_by("number").first()
    if version is None:
        return 0
    if version.pk != policy_in_force(now=max(now, version.active_from)).id:  # overtaken by a later one
        return _finish(version)
    following = Deadline.objects.running().filter(pk__gt=version.retimed_to).order_by("pk")
    named = list(following.values_list("pk", "case_id")[:limit])
    _hold_cases({case for _pk, case in named})
    stretch = list(_running().filter(pk__in=[pk for pk, _case in named]).order_by("pk"))
    policy, actor = policy_of(version.pk), version.activated_by or system_user("coordination")
    for deadline in stretch:
        _set(deadline, policy, DeadlineChange.Why.POLICY, actor, now)
    if len(named) < limit:
        _finish(version)
    else:
        version.retimed_to = named[-1][0]
        version.save(update_fields=["retimed_to"])
    return len(named)


def _hold_cases(keys: set[int]) -> None:
    """The cases before their clocks, in the order of their keys: one order for everybody, so nobody waits in a ring."""
    list(Case.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _finish(version: ClockPolicy) -> int:
    version.retimed_to = None
    version.save(update_fields=["retimed_to"])
    return 0


def _running():
    rows = Deadline.objects.running().select_for_update(no_key=True, of=("self",))
    return rows.select_related("case__project", "visit", "set_by").prefetch_related("pauses")


def _about(deadline: Deadline) -> rules.About:
    case = deadline.case
    return rules.About(case.kind, case.severity, case.subject, case.project_id)


def turn_of(deadline: Deadline) -> int:
    """Each further return visit has as long again."""
    return deadline.visit.sequence if deadline.visit_id else 1


def _set(deadline: Deadline, policy: Policy, why: str, actor, now: datetime) -> bool:
    found = anew(deadline, policy, turn=turn_of(deadline))
    if found is None:
        return False
    before, rule_before = deadline.due_at, deadline.set_by
    if found.promise is None:
        _end(deadline, now)
    else:
        _write(deadline, found)
    DeadlineChange.objects.create(
        deadline=deadline,
        at=now,
        by=actor,
        why=why,
        due_before=before,
        due_after=found.moments and found.moments.due_at,
        rule_before=rule_before,
        rule_after=found.promise and ClockRule(pk=found.promise.id),
    )
    mirror(deadline)
    due = found.moments and found.moments.due_at.isoformat()
    remember(deadline, actor, Verb.CLOCK_RETIMED, "", {"kind": deadline.kind, "due_at": due}, now)
    return True


def _write(deadline: Deadline, found: Anew) -> None:
    set_moments(deadline, found.moments)
    deadline.set_by_id, deadline.measure, deadline.amount = (
        found.promise.id,
        found.promise.measure,
        found.amount,
    )
    if not deadline.is_paused:
        deadline.fires_at = rules.next_moment(deadline.level, found.moments)
    changed = ["warn_at", "due_at", "late_at", "fires_at", "set_by", "measure", "amount"]
    deadline.save(update_fields=changed)


def _end(deadline: Deadline, now: datetime) -> None:
    deadline.pauses.filter(ended_at=None).update(ended_at=now)
    deadline.cancelled_at, deadline.fires_at, deadline.paused_at = now, None, None
    deadline.save(update_fields=["cancelled_at", "fires_at", "paused_at"])
