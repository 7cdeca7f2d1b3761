"""Reading the register of promises."""

from django.db.models import F, Q

from service_desk.cases.access import readable_cases
from service_desk.promises.models import Promise
from service_desk.promises.states import PromiseStatus

PAGE = 100
VIEWS = ("overdue", "open", "mine", "broken")


def of_case(case) -> list[Promise]:
    """The promises of a case, oldest first; one query."""
    return list(Promise.objects.filter(case=case).select_related("promised_by").order_by("id"))


def register(user, view: str, *, today, limit: int = PAGE) -> list[Promise]:
    """The promises in the user's scope: overdue, open, his own open ones, or broken; soonest due first."""
    rows = Promise.objects.filter(case__in=readable_cases(user))
    if view == "broken":
        rows = rows.filter(status=PromiseStatus.BROKEN).order_by("-settled_at", "-id")
    else:
        rows = rows.open().order_by(F("due_on").asc(nulls_last=True), "id")
    if view == "overdue":
        rows = rows.overdue(today)
    if view == "mine":
        rows = rows.filter(Q(promised_by=user) | Q(case__assignee=user))
    shown = ("case__project", "case__owner", "promised_by")
    return list(rows.select_related(*shown)[:limit])


def to_owner(user, owner, *, limit: int = 20) -> list[Promise]:
    """What an owner was promised and has not got, in the user's scope: open and broken, soonest due first."""
    standing = Promise.objects.filter(
        case__in=readable_cases(user).filter(owner=owner),
        status__in=[PromiseStatus.OPEN, PromiseStatus.BROKEN],
    )
    rows = standing.select_related("case").order_by(F("due_on").asc(nulls_last=True), "id")
    return list(rows[:limit])
