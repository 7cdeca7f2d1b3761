"""Reading the register of promises."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from crm.accounts.permissions import may
from crm.web.paging import CAP
from service_desk.cases import hanging
from service_desk.cases.access import readable_cases
from service_desk.promises.models import Promise
from service_desk.promises.states import PromiseStatus

PAGE = 50
VIEWS = ("overdue", "open", "mine", "broken", "kept", "late")
SETTLED = {
    "broken": Q(status=PromiseStatus.BROKEN),
    "kept": Q(status=PromiseStatus.KEPT),
    "late": Q(status=PromiseStatus.KEPT, late=True),
}
SETTLED_STATES = (PromiseStatus.KEPT, PromiseStatus.BROKEN)
SPAN = timedelta(days=90)


def of_case(case) -> list[Promise]:
    """The promises of a case, oldest first; one query."""
    return list(hanging.of(case, Promise).select_related("promised_by").order_by("id"))


def register(user, view: str, *, today) -> QuerySet[Promise]:
    """The promises in the user's scope, for a keyset page: overdue, open, his own open ones, broken, kept, or kept
    late."""
    rows = Promise.objects.filter(case__in=readable_cases(user))
    rows = rows.filter(SETTLED[view]) if view in SETTLED else rows.open()
    if view == "overdue":
        rows = rows.overdue(today)
    if view == "mine":
        rows = rows.filter(Q(promised_by=user) | Q(case__assignee=user))
    return rows.select_related("case__project", "case__owner", "promised_by")


def late_in_queue(reader) -> Q:
    """Cases with a promise whose day has passed: for who supervises all of them, for anybody else his own."""
    rows = Promise.objects.overdue(timezone.localtime(reader.now).date())
    if not may(reader.user, "clocks.people"):
        rows = rows.filter(Q(promised_by=reader.user) | Q(case__assignee=reader.user))
    return Q(pk__in=rows.values("case"))


def late_count(user, *, today) -> int:
    """How many promises in the user's scope are overdue, at most a thousand and one; one statement."""
    return register(user, "overdue", today=today).order_by()[: CAP + 1].count()


def order_of(view: str) -> tuple[str, ...]:
    """Soonest due first, those without a day last; of the settled ones, those that were settled last first."""
    return ("-settled_at", "-id") if view in SETTLED else ("due_on", "id")


def kept_lately(user, *, now: datetime) -> dict[str, int]:
    """Of the promises that were settled in ninety days: kept in time, kept late, broken; one statement."""
    settled = Promise.objects.filter(status__in=SETTLED_STATES, settled_at__gte=now - SPAN)
    rows = settled.filter(case__in=readable_cases(user)).order_by()
    return rows.aggregate(
        in_time=Count("pk", filter=Q(status=PromiseStatus.KEPT, late=False)),
        late=Count("pk", filter=SETTLED["late"]),
        broken=Count("pk", filter=SETTLED["broken"]),
    )


def to_owner(user, owner, *, limit: int = 20) -> list[Promise]:
    """What an owner was promised and has not got, in the user's scope: open and broken, soonest due first."""
    standing = Promise.objects.filter(
        case__in=readable_cases(user).filter(owner=owner),
        status__in=[PromiseStatus.OPEN, PromiseStatus.BROKEN],
    )
    rows = standing.select_related("case").order_by(F("due_on").asc(nulls_last=True), "id")
    return list(rows[:limit])
