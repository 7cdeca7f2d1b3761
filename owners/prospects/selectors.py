"""Reading prospects: the ranked list, one of them, and what became of those who asked."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from crm.versions import SHOWN

from . import rules
from .choices import Step
from .models import Prospect, ScoreWeights

RANKED = ("-score", "-id")
STEPS = {
    Step.VISITED: Q(visited_on__isnull=False)
    | Q(reserved_on__isnull=False)
    | Q(subscribed_on__isnull=False)
    | Q(signed_on__isnull=False),
    Step.RESERVED: Q(reserved_on__isnull=False) | Q(subscribed_on__isnull=False) | Q(signed_on__isnull=False),
    Step.SUBSCRIBED: Q(subscribed_on__isnull=False) | Q(signed_on__isnull=False),
    Step.SIGNED: Q(signed_on__isnull=False),
}  # fmt: skip  (who signed has come past every step before)
SMALL = 20  # below so many a share says little, and it is said so


def prospects_listed(user, filters: dict) -> QuerySet:
    """The prospects a user may see, narrowed, to be paged by `RANKED`.

    `filters` may name state (open, lost, signed; empty for open), project (code), source, step, salesperson
    (a user), month (first day) and until (first day after the last month).
    """
    rows = Prospect.objects.visible_to(user).select_related("owner", "project", "salesperson")
    rows = _in_state(rows, filters.get("state", "") or ("all" if filters.get("step") else "open"))
    for name, column in (("project", "project__code"), ("source", "source"), ("salesperson", "salesperson")):
        if filters.get(name):
            rows = rows.filter(**{column: filters[name]})
    if filters.get("step") in STEPS:
        rows = rows.filter(STEPS[filters["step"]])
    if filters.get("month"):
        rows = rows.filter(opened_on__gte=filters["month"])
    return rows.filter(opened_on__lt=filters["until"]) if filters.get("until") else rows


def _in_state(rows: QuerySet, state: str) -> QuerySet:
    if state == "open":
        return rows.open()
    if state == "lost":
        return rows.filter(lost_on__isnull=False, signed_on=None)
    return rows.filter(signed_on__isnull=False) if state == "signed" else rows


def step_of(prospect: Prospect) -> Step:
    """How far he has come."""
    if prospect.signed_on:
        return Step.SIGNED
    if prospect.lost_on:
        return Step.LOST
    days = ((Step.SUBSCRIBED, prospect.subscribed_on), (Step.RESERVED, prospect.reserved_on))
    came = Step.VISITED if prospect.visited_on else Step.LEAD
    return next((step for step, day in days if day), came)


def interests_of(user, owner) -> list[Prospect]:
    """What somebody asks about, project by project, as far as the user may see it."""
    rows = (
        Prospect.objects.visible_to(user)
        .filter(owner=owner)
        .select_related("project", "salesperson", "owner")
    )
    return list(rows.order_by("-heard_on", "-pk"))


def interests_told(user, owner) -> QuerySet:
    """The same, to be read by the day."""
    return Prospect.objects.visible_to(user).filter(owner=owner).select_related("project")


def counted_by_step(user, filters: dict) -> dict[str, int]:
    """How many open prospects stand at each step, for the board: one statement."""
    step = Case(
        When(subscribed_on__isnull=False, then=Value(Step.SUBSCRIBED.value)),
        When(reserved_on__isnull=False, then=Value(Step.RESERVED.value)),
        When(visited_on__isnull=False, then=Value(Step.VISITED.value)),
        default=Value(Step.LEAD.value),
    )
    rows = prospects_listed(user, filters | {"state": "open", "step": ""}).select_related(None).order_by()
    return dict(rows.values_list(step.copy()).annotate(count=Count("pk")))


@dataclass(frozen=True)
class Conversion:
    """Of how many who asked by one way, how many came how far, and how long the signed ones took."""

    source: str
    opened: int
    reached: dict[str, int]
    days: float | None

    def percent(self, step: str) -> float:
        return 100 * self.reached[step] / self.opened if self.opened else 0.0

    @property
    def small(self) -> bool:
        return self.opened < SMALL


def conversion(
    user, *, project: str = "", month: date | None = None, until: date | None = None
) -> list[Conversion]:
    """By source, the cohort of those who first asked from `month` up to `until`, largest first: two statements."""
    filters = {"state": "all", "project": project, "month": month, "until": until}
    rows = prospects_listed(user, filters).select_related(None).order_by()
    counts = {step.value: Count("pk", filter=condition) for step, condition in STEPS.items()}
    found = rows.values("source").annotate(opened=Count("pk"), **counts)
    taken = _days_taken(rows)
    answers = [
        Conversion(
            row["source"],
            row["opened"],
            {step.value: row[step.value] for step in STEPS},
            taken.get(row["source"]),
        )
        for row in found
    ]
    return sorted(answers, key=lambda row: (-row.opened, row.source))


def _days_taken(rows: QuerySet) -> dict[str, float]:
    """Half of those who signed had done so within so many days of first asking."""
    took: dict[str, list[int]] = {}
    signed = rows.filter(signed_on__gte=F("opened_on")).values_list("source", "opened_on", "signed_on")
    for source, opened, day in signed:
        took.setdefault(source, []).append((day - opened).days)
    return {source: median(days) for source, days in took.items()}


def weights_history() -> list[ScoreWeights]:
    """The newest versions of the weights, with one more than is shown; the first are those of the house."""
    rows = ScoreWeights.objects.select_related("made_by").order_by("-version")
    return [*rows[: SHOWN + 1], ScoreWeights(version=0, points=rules.Weights().plain())][: SHOWN + 1]
