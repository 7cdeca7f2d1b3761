"""Judging again when more is known, and changing the thresholds; each judgement is kept."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import versions
from crm.audit import services as audit
from crm.errors import Refused
from service_desk.cases.models import Case
from service_desk.cases.services.moves import locked, must_stand_in, need, write
from service_desk.cases.states import OPEN
from service_desk.cases.terms import Verb
from service_desk.clocks.retiming import rematch
from service_desk.gravity import rules, selectors, standing
from service_desk.gravity.models import Occasion, SeverityRule
from service_desk.gravity.wording import FAULTS


@transaction.atomic
def learn_impact(
    actor, case: Case, *, impact: dict, because: str = "", version: int | None = None, now: datetime
) -> Case:
    """Note what it does to the people as it is known now, and judge the case again.

    `impact` replaces the answers given before. What a person has set with his reason is never lowered by this;
    where the answers make it more serious than that, they count, and somebody confirms it anew. That nothing of it
    is so is an answer too, where nobody had been asked.
    """
    impact = rules.known_impact(impact)
    case = locked(case, version)
    must_stand_in(case, *OPEN)
    if impact == rules.known_impact(case.impact) and not selectors.is_unasked(case):
        raise Refused(_("These are the answers that are known already."))
    rule, computed = standing.judged(impact, case.currency, now=now)
    severity = rules.after_learning(
        case.severity, case.severity_confirmed_by_id is not None, computed.severity
    )
    _judge(actor, case, rule, computed, severity, impact, Occasion.LEARNED, because, now)
    return case


def _judge(actor, case, rule, computed, severity, impact, occasion, because, now) -> None:
    """Write a judgement down, on the case and beside it; the clocks follow."""
    before, stands = case.severity, severity == case.severity
    changes = {"impact": impact}
    if not stands:
        rematch(case, severity=severity, actor=actor, now=now)
        changes |= {
            "severity": severity,
            "severity_because": ",".join(computed.reasons),
            "severity_confirmed_by": None,
        }
    elif case.severity_confirmed_by_id is None:
        changes["severity_because"] = ",".join(computed.reasons)
    detail = {"from": before, "to": severity, "computed": computed.severity, "answers": sorted(impact)}
    write(case, by=actor, verb=Verb.IMPACT_LEARNED, because=because, detail=detail, now=now, **changes)
    row = standing.draft(case, rule, computed, by=actor, occasion=occasion, because=because, now=now)
    row.save(force_insert=True)


@transaction.atomic
def judge_again(actor, case: Case, *, now: datetime) -> bool:
    """Judge an open case by the thresholds in force now; what a person has confirmed stands. Whether it changed."""
    case = locked(case)
    if not case.is_open or case.severity_confirmed_by_id is not None:
        return False
    rule, computed = standing.judged(case.impact, case.currency, now=now)
    if computed.severity == case.severity:
        return False
    because = _("The thresholds have changed: version %(version)s.") % {"version": rule.version}
    _judge(actor, case, rule, computed, computed.severity, case.impact, Occasion.RULES, because, now)
    return True


@transaction.atomic
def change_thresholds(
    actor, *, changes: dict, because: str, seen: int | None = None, now: datetime
) -> SeverityRule:
    """A new version of the thresholds from now on; judgements made before keep theirs.

    `changes` are the fields of Thresholds that change; `seen` is the version the actor had before him.
    """
    need(because=because)
    current = _held(now)
    if seen is not None and seen != current.version:
        raise Refused(_("Somebody has changed the thresholds in the meantime; look at them again."))
    return _next(actor, current, {**current.rules, **changes}, because, now)


@transaction.atomic
def bring_back(
    actor, number: int, *, because: str = "", seen: int | None = None, now: datetime
) -> SeverityRule:
    """Let an earlier version of the thresholds hold again, as a new version."""
    current = _held(now)
    rule = SeverityRule.objects.filter(version=number).first()
    rule = versions.earlier(rule, in_force=number == current.version)
    versions.must_be_newest(seen, current.version)
    return _next(actor, current, {**shipped(), **rule.rules}, versions.why(number, because), now)


def _held(now: datetime) -> SeverityRule:
    """The version in force, held: two changes come one after the other, and the later sees the earlier."""
    SeverityRule.objects.select_for_update().get(pk=standing.in_force(now=now)[0].pk)
    newest = SeverityRule.objects.select_for_update().order_by("-version").first()
    return newest


def _next(actor, current: SeverityRule, merged: dict, because: str, now: datetime) -> SeverityRule:
    check(merged)
    row = SeverityRule.objects.create(
        version=current.version + 1, rules=merged, because=because, active_from=now, written_by=actor
    )
    audit.record(
        actor, "severity.thresholds", row, now=now, before=current.rules, after=merged, because=because
    )
    return row


def check(given: dict) -> rules.Thresholds:
    """The thresholds of these rules, or Refused with a sentence beside each field that cannot stand."""
    thresholds = rules.read(given)
    wrong = rules.faults(thresholds)
    if wrong:
        raise Refused(fields={name: str(FAULTS[code]) for name, code in wrong.items()})
    return thresholds


def shipped() -> dict:
    """The rules the house is shipped with, as a version holds them."""
    return asdict(rules.SHIPPED)
