"""Figures counted: one grouped statement each, and the same conditions again for the rows behind it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from service_desk.cases.states import CaseStatus
from service_desk.figures.catalogue import MONEY, PERCENT, SMALL, Figure
from service_desk.figures.desk import CLOSING_RATE
from service_desk.figures.scope import TREND, Scope, shifted

SIDES = ("numerator", "denominator", "missed")


@dataclass(frozen=True)
class Point:
    """What was counted in a month or a whole period."""

    numerator: int
    denominator: int

    def value(self, unit: str) -> float | None:
        """Percent, mean of the stars, or the sum; None where there is nothing to divide by."""
        if unit == MONEY:
            return self.numerator
        if not self.denominator:
            return None
        return (100 if unit == PERCENT else 1) * self.numerator / self.denominator


@dataclass(frozen=True)
class Counted:
    """One figure in one scope (and one currency): now, the period before, and its months, oldest first."""

    figure: Figure
    now: Point
    before: Point
    months: list[tuple[datetime, Point]]
    currency: str = ""

    @property
    def value(self) -> float | None:
        return self.now.value(self.figure.unit)

    @property
    def value_before(self) -> float | None:
        return self.before.value(self.figure.unit)

    @property
    def is_small(self) -> bool:
        """Too few rows for a share to be more than chance."""
        return self.figure.unit != MONEY and 0 < self.now.denominator < SMALL

    @property
    def change(self) -> float | None:
        """Against the period before, in the figure's own unit; of money in percent. None where one is too small."""
        one, other = self.value, self.value_before
        if one is None or other is None or self.is_small or self.before.denominator < SMALL:
            return None
        if self.figure.unit == MONEY:
            return 100 * (one - other) / other if other else None
        return one - other

    @property
    def is_better(self) -> bool | None:
        if self.change is None or self.figure.higher_is_better is None or abs(self.change) < 0.05:
            return None
        return (self.change > 0) == self.figure.higher_is_better


def counted(figure: Figure, scope: Scope) -> list[Counted]:
    """The figure in each of its currencies, the one with most first; of all others just one. One statement."""
    condition = figure.counts(scope.now)
    rows = scope.within(figure, scope.earliest).annotate(month=TruncMonth(figure.dated))
    keys = ["month", *([figure.currency] if figure.currency else [])]
    numerator = Sum(figure.sums) if figure.sums else Count("pk", filter=condition)
    found = rows.values(*keys).annotate(denominator=Count("pk"), numerator=numerator).order_by()
    by_currency: dict[str, dict[datetime, Point]] = {}
    for row in found:
        months = by_currency.setdefault(row.get(figure.currency, ""), {})
        months[timezone.localtime(row["month"])] = Point(row["numerator"] or 0, row["denominator"])
    ordered = sorted(by_currency, key=lambda key: -sum(p.denominator for p in by_currency[key].values()))
    return [_told(figure, scope, by_currency[key], key) for key in ordered] or [_told(figure, scope, {}, "")]


def _told(figure: Figure, scope: Scope, months: dict[datetime, Point], currency: str) -> Counted:
    nothing = Point(0, 0)
    axis = [shifted(scope.until, nth - TREND) for nth in range(TREND)]
    return Counted(
        figure=figure,
        now=_together(months, scope.since, scope.until),
        before=_together(months, scope.before, scope.since),
        months=[(month, months.get(month, nothing)) for month in axis],
        currency=currency,
    )


def _together(months: dict[datetime, Point], since: datetime, until: datetime) -> Point:
    inside = [point for month, point in months.items() if since <= month < until]
    return Point(sum(p.numerator for p in inside), sum(p.denominator for p in inside))


def by_place(figure: Figure, scope: Scope, path: str) -> list[tuple[int | None, Point]]:
    """The period by project or by department (a path of the figure): key and counts, the most rows first."""
    numerator = Sum(figure.sums) if figure.sums else Count("pk", filter=figure.counts(scope.now))
    rows = scope.within(figure).values(place=F(path))
    rows = rows.annotate(denominator=Count("pk"), numerator=numerator).order_by("-denominator")
    return [(row["place"], Point(row["numerator"] or 0, row["denominator"])) for row in rows[:100]]


def rows_behind(figure: Figure, scope: Scope, side: str, *, currency: str = ""):
    """The very rows that a figure counts, as dicts: the case's number and summary, its project, the date.

    `missed` are those of the denominator that the numerator leaves out. Of money and stars the two are the same.
    """
    rows, condition = scope.within(figure), figure.counts(scope.now)
    if figure.currency and currency:
        rows = rows.filter(**{figure.currency: currency})
    if figure.unit == PERCENT and side == "numerator":
        rows = rows.filter(condition)
    elif side == "missed":
        rows = (
            rows.exclude(pk__in=rows.filter(condition).values("pk"))
            if figure.unit == PERCENT
            else rows.none()
        )
    path = f"{figure.case}__" if figure.case else ""
    extra = {"row_amount": F(figure.sums)} if figure.sums else {}
    return rows.values(
        "pk",
        row_at=F(figure.dated),
        row_number=F(f"{path}number"),
        row_summary=F(f"{path}summary"),
        row_place=F(f"{path}project"),
        **extra,
    )


@dataclass(frozen=True)
class Load:
    """What one person has in hand now."""

    person_id: int
    open: int
    overdue: int


def loads(scope: Scope) -> list[Load]:
    """Open cases by the person who has them, the most first; one statement, at most a hundred people."""
    rows = _in_hand(scope).exclude(assignee=None).values("assignee")
    rows = rows.annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=scope.now)))
    return [
        Load(row["assignee"], row["open"], row["overdue"]) for row in rows.order_by("-open", "assignee")[:100]
    ]


def in_hand(scope: Scope, username: str, *, overdue: bool = False):
    """The rows behind one person's load."""
    rows = _in_hand(scope).filter(assignee__username=username)
    if overdue:
        rows = rows.filter(due_at__lt=scope.now)
    return rows.values(
        "pk",
        row_at=F("received_at"),
        row_number=F("number"),
        row_summary=F("summary"),
        row_place=F("project"),
    )


def _in_hand(scope: Scope):
    return scope.of(CLOSING_RATE).exclude(status=CaseStatus.CLOSED)
