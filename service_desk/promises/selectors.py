"""Reading the register of promises."""

from django.db.models import F, Q, QuerySet

from service_desk.cases.access import readable_cases
from service_desk.promises.models import Promise
from service_desk.promises.states import PromiseStatus

PAGE = 50
VIEWS = ("overdue", "open", "mine", "broken")


def of_case(case) -> list[Promise]:
    """The promises of a case, oldest first; one query."""
    return list(Promise.objects.filter(case=case).select_related("promised_by").order_by("id"))


def register(user, view: str, *, today) -> QuerySet[Promise]:
    """The promises in the user's scope, for a keyset page: overdue, open, his own open ones, or broken."""
    rows = Promise.objects.filter(case__in=readable_cases(user))
    rows = rows.filter(status=PromiseStatus.BROKEN) if view == "broken" else rows.open()
    if view == "overdue":
        rows = rows.overdue(today)
    if view == "mine":
        rows = rows.filter(Q(promised_by=user) | Q(case__assignee=user))
    return rows.select_related("case__project", "case__owner", "promised_by")


def order_of(view: str) -> tuple[str, ...]:
    """Soonest due first, those without a day last; of the broken ones, those that broke last first."""
    return ("-settled_at", "-id") if view == "broken" else ("due_on", "id")


def to_owner(user, owner, *, limit: int = 20) -> list[Promise]:
    """What an owner was promised and has not got, in the user's scope: open and broken, soonest due first."""
    standing = Promise.objects.filter(
        case__in=readable_cases(user).filter(owner=owner),
        status__in=[PromiseStatus.OPEN, PromiseStatus.BROKEN],
    )
    rows = standing.select_related("case").order_by(F("due_on").asc(nulls_last=True), "id")
    return list(rows[:limit])
