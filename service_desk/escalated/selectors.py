"""Reading what is difficult about a case, and its plan."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from crm.versions import SHOWN
from service_desk.cases import hanging
from service_desk.cases.models import Case
from service_desk.clocks.models import DeadlineWarning
from service_desk.clocks.rules import OVER
from service_desk.escalated import rules
from service_desk.escalated.models import DifficultCase, DifficultRule, PlanOption, ResponsePlan
from service_desk.escalated.states import DifficultStatus, PlanStatus
from service_desk.guidance.models.playbooks import PlaybookRun
from service_desk.handingover.states import HandOverStatus
from service_desk.weighing.models import Weighing

EXTREME = "extreme-"
SHIPPED = DifficultRule(number=0, thresholds=rules.USUAL)


def open_of(case) -> DifficultCase | None:
    """The mark that a case bears now; one query."""
    rows = hanging.of(case, DifficultCase).filter(status=DifficultStatus.OPEN)
    return rows.select_related("senior", "marked_by", "hand_over").first()


def past_of(case) -> list[DifficultCase]:
    """What was difficult before, newest first, with what was learned."""
    rows = DifficultCase.objects.filter(case=case).exclude(status=DifficultStatus.OPEN)
    return list(rows.select_related("senior", "ended_by").order_by("-id")[:SHOWN])


def is_taken(row: DifficultCase) -> bool:
    """Whether the senior handler has taken the case over, and has it still."""
    accepted = row.hand_over is None or row.hand_over.status == HandOverStatus.ACCEPTED
    return accepted and row.case.assignee_id == row.senior_id


def _plans(row: DifficultCase):
    options = PlanOption.objects.order_by("place").prefetch_related("parts")
    rows = ResponsePlan.objects.filter(difficult=row).select_related("speaker", "drawn_by", "decided_by")
    return rows.prefetch_related(Prefetch("options", options)).order_by("-number")


def plans_of(row: DifficultCase) -> list[ResponsePlan]:
    """Every version of the plan, newest first; three queries."""
    return list(_plans(row)[:SHOWN])


def plan_in_force(row: DifficultCase) -> ResponsePlan | None:
    return _plans(row).filter(status=PlanStatus.IN_FORCE).first()


def sums_by_kind(plan: ResponsePlan) -> list[dict[str, int]]:
    """For each option, what its parts cost by their kind."""
    found = []
    for option in plan.options.prefetch_related("parts"):
        sums: dict[str, int] = {}
        for part in option.parts.all():
            sums[part.kind] = sums.get(part.kind, 0) + part.amount
        found.append(sums)
    return found


def _late():
    return DeadlineWarning.objects.filter(level__gte=OVER)


def _extreme():
    return PlaybookRun.objects.filter(playbook__code__startswith=EXTREME)


def in_force() -> tuple[int, dict]:
    """The version of the thresholds, and they; before the house has set its own, the usual ones as version 0. One query."""
    newest = DifficultRule.objects.order_by("-number").first()
    return (newest.number, newest.thresholds) if newest else (0, rules.USUAL)


def versions() -> list[DifficultRule]:
    """The newest versions of the thresholds, with one more than is shown; the first is what ships."""
    rows = DifficultRule.objects.select_related("made_by").order_by("-number")
    return [*rows[: SHOWN + 1], SHIPPED][: SHOWN + 1]


def version(number: int) -> DifficultRule | None:
    return DifficultRule.objects.filter(number=number).first() if number else SHIPPED


def proposed_by_facts(case) -> tuple[str, ...]:
    """For which reasons the facts would mark this case; one query."""
    newest = Weighing.objects.filter(case=OuterRef("pk")).order_by("-id").values("high")[:1]
    row = (
        Case.objects.filter(pk=case.pk)
        .annotate(
            two_up=Exists(_late().filter(deadline__case=OuterRef("pk"))),
            extreme=Exists(_extreme().filter(case=OuterRef("pk"))),
            high=Subquery(newest),
            thresholds=Subquery(DifficultRule.objects.order_by("-number").values("thresholds")[:1]),
        )
        .values("round", "two_up", "extreme", "high", "thresholds", demand=F("demand_amount"))
        .get()
    )
    thresholds = row.pop("thresholds") or rules.USUAL
    return rules.reasons(rules.Facts(**row), thresholds)


def facts_propose() -> Q:
    """The same as a condition on cases, for those that bear no mark; one query for the thresholds.

    Said as one list of keys and not as "this or that": each part of it is read from an index of its own, where an "or"
    has every open case weighed.
    """
    _number, thresholds = in_force()
    newer = Weighing.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    far = Weighing.objects.filter(~Exists(newer), case__demand_amount__gt=thresholds["far"] * F("high") / 100)
    facts = [far.values("case")]
    if thresholds["two_up"]:
        facts.append(_late().values("deadline__case"))
    if thresholds["extreme"]:
        facts.append(_extreme().values("case"))
    rounds = Case.objects.filter(round__gte=thresholds["round"]).values("pk")
    return ~marked() & Q(pk__in=rounds.union(*facts))


def marked() -> Q:
    """Cases that bear the mark now."""
    return Q(pk__in=DifficultCase.objects.filter(status=DifficultStatus.OPEN).values("case"))


def with_plan(status: str) -> Q:
    """Marked cases that have a plan of this status."""
    rows = ResponsePlan.objects.filter(status=status, difficult__status=DifficultStatus.OPEN)
    return Q(pk__in=rows.values("difficult__case"))
