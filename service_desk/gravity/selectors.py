"""Reading judgements, thresholds, and what other thresholds would make of the cases that are open."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from service_desk.cases import hanging
from service_desk.cases.access import readable_cases
from service_desk.cases.terms import Severity
from service_desk.gravity import rules
from service_desk.gravity.models import Occasion, SeverityJudgement, SeverityRule

SHOWN, WEIGHED = 50, 5000


@dataclass(frozen=True)
class Preview:
    """What thresholds would make of the open cases in the user's sight, before they take effect."""

    weighed: int
    more_are_open: bool
    before: dict[str, int]
    after: dict[str, int]
    moves: list[tuple[str, str, int]]
    changed: list[tuple[object, str, tuple[str, ...]]]
    confirmed: int

    @property
    def changes(self) -> int:
        return sum(count for _before, _after, count in self.moves)


def judgements_of(case):
    """Every judgement of a case, newest first."""
    return hanging.of(case, SeverityJudgement).select_related("by", "rule").order_by("-id")


def judgement_rows(case):
    """The same, for a cursor page."""
    return SeverityJudgement.objects.filter(case=case).select_related("by", "rule")


def unasked() -> Q:
    """A condition on cases: what it does to the people was never asked, so that the severity is provisional."""
    rows = SeverityJudgement.objects.filter(case=OuterRef("pk"))
    arrived, learned = rows.filter(occasion=Occasion.UNASKED), rows.filter(occasion=Occasion.LEARNED)
    return Q(Exists(arrived), ~Exists(learned), severity_confirmed_by=None)


def is_unasked(case) -> bool:
    """The same of one case; asks nothing of the database where its answers or a person have settled it."""
    if case.impact or case.severity_confirmed_by_id is not None or not case.is_open:
        return False
    said = set(hanging.of(case, SeverityJudgement).values_list("occasion", flat=True)[:50])
    return Occasion.UNASKED in said and Occasion.LEARNED not in said


def versions():
    """All versions of the thresholds, the newest first."""
    return SeverityRule.objects.select_related("written_by").order_by("-version")


def preview(user, thresholds: rules.Thresholds) -> Preview:
    """The open cases in sight, weighed anew; what a person has confirmed stands and is only counted."""
    rows = readable_cases(user).open().select_related("project", "home").order_by("-received_at", "-id")
    found = list(rows[: WEIGHED + 1])
    before, after = dict.fromkeys(Severity.values, 0), dict.fromkeys(Severity.values, 0)
    moves, changed, confirmed = {}, [], 0
    for case in found[:WEIGHED]:
        judged = rules.severity_of(case.impact, case.currency, thresholds)
        stands = case.severity_confirmed_by_id is not None
        severity = case.severity if stands else judged.severity
        confirmed += stands
        before[case.severity] += 1
        after[severity] += 1
        if severity != case.severity:
            moves[case.severity, severity] = moves.get((case.severity, severity), 0) + 1
            changed.append((case, severity, judged.reasons))
    return Preview(
        weighed=min(len(found), WEIGHED),
        more_are_open=len(found) > WEIGHED,
        before=before,
        after=after,
        moves=[(old, new, count) for (old, new), count in sorted(moves.items())],
        changed=changed[:SHOWN],
        confirmed=confirmed,
    )
