"""The views of the queue: which cases each holds and how it is sorted. A room adds its own with `add`.

What stands here is a condition on cases, never a query: the queue puts it into the reader's scope.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as Conditional
from django.db.models import DateTimeField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import may, projects_for
from service_desk.cases.models import Proposal
from service_desk.cases.models.case import NEVER
from service_desk.cases.states import (
    DONE,
    PROPOSAL_OPEN,
    WAITING_FOR_DEPARTMENT,
    WAITING_FOR_OWNER,
    CaseStatus,
    ProposalStatus,
)

OPEN = ~Q(status=CaseStatus.CLOSED) & ~Q(status=CaseStatus.MERGED)


def urgency() -> Coalesce:
    """When a case's first clock runs out; one without a clock comes after all others. An index holds just this."""
    return Coalesce("due_at", Value(NEVER, DateTimeField()))


@dataclass(frozen=True)
class Sort:
    """An order of the queue: columns that are never empty, the last one unique."""

    key: str
    label: str
    columns: tuple[str, ...]


SORTS = {
    sort.key: sort
    for sort in (
        Sort("newest", _("Newest first"), ("-received_at", "-id")),
        Sort("urgent", _("Most urgent first"), ("urgency", "id")),
        Sort("waiting", _("Longest without a move first"), ("moved_at", "id")),
        Sort("moved", _("Moved last first"), ("-moved_at", "-id")),
    )
}


@dataclass(frozen=True)
class Reader:
    """Who looks at a list, and when."""

    user: object
    now: datetime


@dataclass(frozen=True)
class View:
    """A view that everybody has: `condition(reader)` says which cases it holds.

    `archive` says that closed cases stand in it too; they have an index by age only, and so no other order.
    """

    key: str
    label: str
    condition: Callable[[Reader], Q]
    sort: str = "newest"
    archive: bool = False
    tab: bool = True

    @property
    def order(self) -> tuple[str, ...]:
        return SORTS[self.sort].columns

    @property
    def sorts(self) -> list[Sort]:
        return [SORTS["newest"]] if self.archive else list(SORTS.values())

    def sort_called(self, key: str) -> str:
        """This order if the view can be read in it, else the view's own."""
        return key if key in {sort.key for sort in self.sorts} else self.sort


VIEWS: dict[str, View] = {}


def add(view: View) -> None:
    """Give everybody one more view; said twice, the later one counts."""
    VIEWS[view.key] = view


def first_of(user, counts: dict[str, int]) -> str:
    """Where somebody begins who asks for no view: one's own work, who leads a team with its work, else all that is open."""
    own = ("team", "mine") if may(user, "cases.lead") else ("mine", "team")
    return next((key for key in own if counts.get(key)), "open")


def end_of_day(now: datetime) -> datetime:
    """Midnight after `now` in the active time zone: what people call today."""
    local = timezone.localtime(now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _of_my_team(reader: Reader) -> Q:
    """What the teams have in hand that one belongs to: one's departments; else whoever takes cases where one does."""
    if reader.user.department_ids:
        return OPEN & Q(team__in=sorted(reader.user.department_ids))
    in_hand = OPEN & Q(assignee__isnull=False)
    if reader.user.unrestricted:
        return in_hand
    return in_hand & Q(project__in=projects_for(reader.user, "cases.investigate"))


def due_between(since: datetime | None, until: datetime) -> Q:
    """Open, and the first clock runs out in this time; said so that the index of urgency counts them."""
    before = OPEN & Q(LessThan(urgency(), Value(until, DateTimeField())))
    return before & Q(GreaterThanOrEqual(urgency(), Value(since, DateTimeField()))) if since else before


def overdue(now: datetime) -> Q:
    return due_between(None, now)


def due_today(now: datetime) -> Q:
    return due_between(now, end_of_day(now))


def first_open_proposal(value) -> Subquery:
    """Of a case's proposals that wait, the one with the owner before one for our signature, the latest first: this
    value of it, none where none waits. One look for each row that is read; EXISTS would be asked of all proposals."""
    offered_first = Conditional(When(status=ProposalStatus.OFFERED, then=0), default=1)
    waiting = Proposal.objects.filter(case=OuterRef("pk"), status__in=sorted(PROPOSAL_OPEN))
    return Subquery(waiting.order_by(offered_first, "-id").values(first_open=value)[:1])


def with_owner() -> Q:
    """What waits for a signature of ours is not with the owner yet."""
    standing = Coalesce(first_open_proposal(F("status")), Value(""))
    signing = Q(Exact(standing, Value(ProposalStatus.AWAITING_APPROVAL.value)))
    return Q(status__in=WAITING_FOR_OWNER) & ~signing


for _view in (
    View("mine", _("Mine"), lambda reader: OPEN & Q(assignee=reader.user), "urgent"),
    View("team", _("My team"), _of_my_team, "urgent"),
    View("open", _("All open"), lambda reader: OPEN),
    View("unassigned", _("Unassigned"), lambda reader: Q(status=CaseStatus.REGISTERED)),
    View("due_today", _("Due today"), lambda reader: due_today(reader.now), "urgent"),
    View("overdue", _("Overdue"), lambda reader: overdue(reader.now), "urgent"),
    View("waiting_department", _("With a department"), lambda reader: Q(status__in=WAITING_FOR_DEPARTMENT)),
    View("waiting_owner", _("With the owner"), lambda reader: with_owner()),
    View("return_visits", _("Return visits"), lambda reader: Q(status__in=DONE - {CaseStatus.CLOSED})),
    View("all", _("All, the archive too"), lambda reader: Q(), archive=True, tab=False),
):
    add(_view)
