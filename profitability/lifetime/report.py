"""What groups of owners bring and what keeping them costs: whole groups, not individuals."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import get_language

from owners.contracts.states import Stage
from profitability.ledger.models import LedgerEntry
from profitability.ledger.states import COST, REVENUE

from .models import Assessment


@dataclass(frozen=True)
class Group:
    """One row of the report, in one currency."""

    key: str
    label: str
    owners: int
    revenue: int
    cost: int

    @property
    def net(self) -> int:
        return self.revenue + self.cost

    @property
    def mean(self) -> int:
        return round(self.net / self.owners) if self.owners else 0

    @property
    def cost_share(self) -> float:
        """Cost to keep, in per cent of what was brought."""
        return round(-100 * self.cost / self.revenue, 2) if self.revenue > 0 else 0.0


@dataclass(frozen=True)
class Year:
    """Twelve months in one currency: (first of month, cost) pairs, and what was at stake with how many owners."""

    months: list[tuple[date, int]]
    at_stake: int
    owners: int

    @property
    def cost(self) -> int:
        return sum(cost for _month, cost in self.months)


def year(user, currency: str, *, now: datetime) -> Year:
    """Cost to keep by month, none left out, and the most that was at stake with each owner. Two queries."""
    months = _months_up_to(timezone.localtime(now).date())
    since = timezone.make_aware(datetime(months[0].year, months[0].month, 1))
    spent = (
        _entries(user)
        .filter(currency=currency, at__gte=since, kind__in=[str(kind) for kind in COST])
        .order_by()
        .annotate(month=TruncMonth("at"))
        .values_list("month")
        .annotate(cost=Sum("amount"))
    )
    costs = {month.date(): -cost for month, cost in spent}
    assessed = Assessment.objects.visible_to(user, "value.report").filter(
        currency=currency, at__gte=since, at_stake__gt=0
    )
    by_owner = assessed.order_by().values("owner").annotate(most=Max("at_stake"))
    stake = by_owner.aggregate(at_stake=Sum("most"), owners=Count("owner"))
    return Year([(month, costs.get(month, 0)) for month in months], stake["at_stake"] or 0, stake["owners"])


def _months_up_to(today: date) -> list[date]:
    last = 12 * today.year + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - 11, last + 1)]


def currencies(user) -> list[str]:
    """The currencies in scope, the one with most owners first."""
    rows = _entries(user).order_by().values("currency").annotate(owners=Count("owner", distinct=True))
    return [row["currency"] for row in rows.order_by("-owners", "currency")]


def by_project(user, currency: str) -> list[Group]:
    """One row a project, the highest net first. One query."""
    rows = (
        _entries(user)
        .filter(currency=currency)
        .order_by()
        .values("project_id", "project__code", "project__name", "project__names")
        .annotate(owners=Count("owner", distinct=True), **_SUMS)
    )
    groups = [_group(row["project__code"], _name(row), row) for row in rows]
    return sorted(groups, key=lambda group: -group.net)


def by_stage(user, currency: str) -> list[Group]:
    """One row a stage of life, in its order."""
    rows = _entries(user).filter(currency=currency).order_by().values("owner__stage")
    found = {row["owner__stage"]: row for row in rows.annotate(owners=Count("owner", distinct=True), **_SUMS)}
    return [_group(str(stage), stage.label, found[stage]) for stage in Stage if stage in found]


def total(groups: list[Group], stages: list[Group] = ()) -> Group:
    """All groups as one. Who owns in two projects stands in both but has one stage, so stages count the owners."""
    return Group(
        key="",
        label="",
        owners=sum(group.owners for group in stages or groups),
        revenue=sum(group.revenue for group in groups),
        cost=sum(group.cost for group in groups),
    )


_SUMS = {
    "revenue": Sum("amount", filter=Q(kind__in=[str(kind) for kind in REVENUE])),
    "cost": Sum("amount", filter=Q(kind__in=[str(kind) for kind in COST])),
}


def _entries(user):
    return LedgerEntry.objects.visible_to(user, "value.report")


def _group(key: str, label: str, row: dict) -> Group:
    return Group(key, label, row["owners"], row["revenue"] or 0, row["cost"] or 0)


def _name(row: dict) -> str:
    return row["project__names"].get(get_language() or "", "") or row["project__name"]
