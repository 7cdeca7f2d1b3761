"""Reads of repairs: of a case, of a day, of a contractor. Fixed numbers of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Prefetch, Q, Sum
from django.utils import timezone

from service_desk.cases import hanging

from . import rules
from .models import Contract, Contractor, OfferedTime, Recovery, RepairCall, RepairOrder
from .states import CALL_OPEN, CallStatus, RecoveryStatus

_CALLS = RepairCall.objects.select_related("engineer", "contractor", "recorded_by").order_by(
    "offered_at", "pk"
)


def orders_of(case) -> list[RepairOrder]:
    """The repairs of a case with their visits and times; three queries."""
    times = Prefetch("times", OfferedTime.objects.order_by("position"))
    rows = hanging.of(case, RepairOrder).select_related("part", "ordered_by")
    return list(
        rows.prefetch_related(Prefetch("calls", _CALLS.prefetch_related(times))).order_by("ordered_at", "pk")
    )


def listed(user, *, project=None, show: str = "open"):
    """Repairs in the user's scope, not yet fetched: `show` is open, again or all."""
    rows = RepairOrder.objects.visible_to(user).select_related("case__project", "case__home", "part")
    if project is not None:
        rows = rows.filter(case__project=project)
    if show == "open":
        rows = rows.filter(status="ordered")
    if show == "again":
        rows = rows.filter(again=True)
    return rows


@dataclass(frozen=True)
class Whole:
    """One repair with everything that hangs on it."""

    order: RepairOrder
    calls: list
    liable: list
    costs: list
    recoveries: list
    open_claims: int


def whole(order: RepairOrder) -> Whole:
    """Six queries, whatever the number of rows."""
    times = Prefetch("times", OfferedTime.objects.order_by("position"))
    recoveries = list(order.recoveries.select_related("contractor").order_by("claimed_at", "pk"))
    waiting = (RecoveryStatus.CLAIMED, RecoveryStatus.AGREED)
    return Whole(
        order=order,
        calls=list(_CALLS.filter(order=order).prefetch_related(times)),
        liable=list(order.liable.select_related("contractor").order_by("position")),
        costs=list(order.costs.select_related("added_by").order_by("added_at", "pk")),
        recoveries=recoveries,
        open_claims=sum(
            row.claimed if row.agreed is None else row.agreed for row in recoveries if row.status in waiting
        ),
    )


def day_bounds(days: list[date]) -> tuple[datetime, datetime]:
    """The moments at which these days begin and end in the active time zone."""
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(days[0], time(), zone),
        datetime.combine(days[-1] + timedelta(days=1), time(), zone),
    )


@dataclass
class Row:
    """One person or contractor of the calendar with what stands on each day."""

    who: str
    key: str
    days: list[list] = field(default_factory=list)
    first: date | None = None

    @property
    def dated(self) -> list[tuple[date, list]]:
        """Each day with its visits."""
        return [(self.first + timedelta(days=place), calls) for place, calls in enumerate(self.days)]


def calendar(user, view: str, on: date, *, who: str = "") -> tuple[list[date], list[Row]]:
    """The agreed visits of a day, a week or a month in scope, by who goes there. One query.

    `who` narrows it to one: `user:<username>` or `contractor:<code>`.
    """
    days = rules.days_of(view, on)
    first, after = day_bounds(days)
    rows = RepairCall.objects.visible_to(user).filter(starts_at__gte=first, starts_at__lt=after)
    rows = _of_one(rows.exclude(status=CallStatus.CANCELLED), who)
    shown = ("order__case__home", "order__case__project", "order__part", "engineer", "contractor")
    people: dict[str, Row] = {}
    for call in rows.select_related(*shown).order_by("starts_at", "pk"):
        key = f"user:{call.engineer.username}" if call.engineer_id else f"contractor:{call.contractor.code}"
        name = call.engineer.display_name if call.engineer_id else call.contractor.name
        row = people.setdefault(key, Row(name, key, [[] for _day in days], days[0]))
        row.days[(timezone.localtime(call.starts_at).date() - days[0]).days].append(call)
    return days, sorted(people.values(), key=lambda row: row.who)


def _of_one(rows, who: str):
    kind, _colon, name = who.partition(":")
    if kind == "user":
        return rows.filter(engineer__username=name)
    return rows.filter(contractor__code=name) if kind == "contractor" else rows


def visits_of_day(user, on: date) -> list[RepairCall]:
    """What an engineer has to do on a day, in the order of the hours, what is done last; one query."""
    first, after = day_bounds([on])
    rows = RepairCall.objects.filter(engineer=user, starts_at__gte=first, starts_at__lt=after)
    rows = rows.exclude(status=CallStatus.CANCELLED)
    shown = ("order__case__home", "order__case__project__city", "order__case__owner", "order__part")
    found = list(rows.select_related(*shown).order_by("starts_at", "pk"))
    return sorted(found, key=lambda call: call.status not in CALL_OPEN)


def visits_between(user, since: datetime, until: datetime) -> list[RepairCall]:
    """An engineer's visits that are agreed or made, for his calendar; one query."""
    rows = RepairCall.objects.filter(engineer=user, starts_at__gte=since, starts_at__lt=until)
    rows = rows.exclude(status__in=(CallStatus.CANCELLED, CallStatus.OFFERED))
    rows = rows.select_related("order__case__home", "order__case__project", "order__part")
    return list(rows.order_by("starts_at", "pk"))


def call_by_id(public_id) -> RepairCall | None:
    """For the owner's own link."""
    rows = RepairCall.objects.select_related(
        "order__case__project__city", "order__case__owner", "order__case__home", "engineer", "contractor"
    )
    return (
        rows.prefetch_related(Prefetch("times", OfferedTime.objects.order_by("position")))
        .filter(public_id=public_id)
        .first()
    )


def contractors(user, *, show: str = "active") -> list[Contractor]:
    """The register, with how many repairs in the user's scope each answers for."""
    seen = Q(liabilities__order__in=RepairOrder.objects.visible_to(user))
    repairs = Count("liabilities", filter=seen, distinct=True)
    rows = Contractor.objects.annotate(repairs=repairs).order_by("name", "pk")
    return list(rows if show == "all" else rows.filter(active=True))


def contracts_of(user, contractor: Contractor) -> list[Contract]:
    """His contracts in the projects that the user sees."""
    rows = Contract.objects.visible_to(user).filter(contractor=contractor)
    return list(rows.select_related("project").order_by("-signed_on", "pk"))


@dataclass(frozen=True)
class Total:
    """Of one contractor in one currency: how many claims, and the sums by where they stand."""

    contractor: str
    code: str
    currency: str
    count: int
    claimed: int
    agreed: int
    received: int
    written_off: int


def recovery_totals(user, *, contractor: Contractor | None = None) -> list[Total]:
    """What was claimed, agreed, received and written off in scope, by contractor and currency; one query."""
    rows = Recovery.objects.filter(order__in=RepairOrder.objects.visible_to(user))
    if contractor is not None:
        rows = rows.filter(contractor=contractor)
    lost = Q(status=RecoveryStatus.WRITTEN_OFF)
    rows = rows.values("contractor__name", "contractor__code", "currency").annotate(
        count=Count("pk"),
        all=Sum("claimed"),
        said=Sum("agreed"),
        got=Sum("received"),
        lost=Sum("claimed", filter=lost),
    )
    return [
        Total(
            row["contractor__name"], row["contractor__code"], row["currency"], row["count"],
            row["all"] or 0, row["said"] or 0, row["got"] or 0, row["lost"] or 0,
        )
        for row in rows.order_by("contractor__name", "currency")
    ]  # fmt: skip


@dataclass(frozen=True)
class Net:
    """What the repairs of a case cost less what came back, and whether all of them are over."""

    net: int
    over: bool


def net_of_case(case) -> Net | None:
    """None where nothing was ever repaired for it."""
    sums = RepairOrder.objects.filter(case=case).aggregate(
        orders=Count("pk"),
        cost=Sum("cost"),
        back=Sum("recovered"),
        open=Count("pk", filter=Q(status="ordered")),
    )
    if not sums["orders"]:
        return None
    return Net((sums["cost"] or 0) - (sums["back"] or 0), not sums["open"])


def order_by_id(order_id: int) -> RepairOrder:
    """For the handlers of facts, which carry ids only."""
    return RepairOrder.objects.select_related("case__project__city", "case__owner").get(pk=order_id)
