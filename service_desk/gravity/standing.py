"""Which thresholds are in force, and what they make of a case: asked by the room of cases when it registers one."""

from dataclasses import asdict
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext_noop

from crm.reading import Kept, Open
from service_desk.cases import hanging
from service_desk.gravity import rules
from service_desk.gravity.models import Occasion, SeverityJudgement, SeverityRule
from service_desk.gravity.rules import Judgement, Thresholds

FIRST_REASON = gettext_noop("The thresholds the house begins with.")
IN_FORCE = "SELECT id FROM service_desk_severityrule WHERE active_from <= %s ORDER BY version DESC LIMIT 1"


def in_force(*, now: datetime) -> tuple[SeverityRule, Thresholds]:
    """The version in force and its thresholds; the shipped one is written on first use."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [now])
        found = cursor.fetchone()
    if found:
        return _version(found[0])
    row, _made = SeverityRule.objects.get_or_create(
        version=1,
        defaults={"rules": asdict(rules.SHIPPED), "because": FIRST_REASON, "active_from": now},
    )
    return row, rules.read(row.rules)


@lru_cache(maxsize=16)
def _version(pk: int) -> tuple[SeverityRule, Thresholds]:
    """A version is never changed, the database sees to that; so it may be kept."""
    row = SeverityRule.objects.get(pk=pk)
    return row, rules.read(row.rules)


def judged(impact: dict, currency: str, *, now: datetime) -> tuple[SeverityRule, Judgement]:
    """What the thresholds in force make of these answers."""
    rule, thresholds = in_force(now=now)
    return rule, rules.severity_of(impact, currency, thresholds)


def draft(
    case, rule, judgement: Judgement, *, by, occasion: str, because: str = "", now: datetime
) -> SeverityJudgement:
    """The judgement of a case as a row that is not written yet; the case's own severity is what was decided."""
    return SeverityJudgement(
        case=case,
        at=now,
        by=by,
        occasion=Occasion(occasion),
        rule=rule,
        impact=case.impact,
        computed=judgement.severity,
        reasons=list(judgement.reasons),
        severity=case.severity,
        because=because or case.severity_because,
    )


def computed(case) -> Judgement:
    """What was last made of the answers of a case, as it was judged then; anew where nobody kept it."""
    last = newest_of(case)
    if last is None:
        return rules.severity_of(case.impact, case.currency)
    return Judgement(last.computed, tuple(last.reasons))


def newest_of(case) -> SeverityJudgement | None:
    """How a case was judged last, with who judged and by which thresholds."""
    if hanging.has_none(case, SeverityJudgement):
        return None
    return next(iter(_LAST.rows_of("case", case)), None)


_LAST = Kept(
    lambda: (
        SeverityJudgement.objects.filter(case=Open("case")).select_related("by", "rule").order_by("-id")[:1]
    )
)
