"""Reading what stands beside the queue: own views, tags, which clock runs out first. Fixed numbers of queries."""

from functools import cache

from django.db.models import Count, Q

from crm.reading import Among, Kept, Worded, worded
from service_desk.cases import hanging
from service_desk.clocks.models import Deadline
from service_desk.workspace.models import BulkItem, BulkRun, CaseTag, Outcome, SavedView, Tag

MOST_VIEWS = 24


def views_of(user) -> list[SavedView]:
    """One's own views and those that colleagues share, one's own first."""
    rows = SavedView.objects.visible_to(user).there().select_related("owned_by")
    if user.unrestricted:
        rows = rows.filter(Q(owned_by=user) | Q(shared=True))
    found = sorted(rows.order_by("name", "id")[:100], key=lambda row: row.owned_by_id != user.pk)
    return found[:MOST_VIEWS]


def tags() -> list[Tag]:
    """The tags that can be put on, in the order of their names."""
    return _TAGS.rows()


_TAGS = Kept(lambda: Tag.objects.filter(retired_at=None).order_by("name"))


def with_tags(rows: list[dict]) -> list[dict]:
    """Dressed rows with the names of their tags; one statement."""
    found: dict[int, list[str]] = {}
    for case, name in _tags_put_on().rows({"cases": [row["id"] for row in rows]}):
        found.setdefault(case, []).append(name)
    for row in rows:
        row["tags"] = found.get(row["id"], [])
    return rows


@cache
def _tags_put_on() -> Worded:
    asked = CaseTag.objects.filter(Among("case_id", "cases"))
    return worded(asked.order_by("tag__name").values_list("case", "tag__name"))


def with_clocks(rows: list[dict]) -> list[dict]:
    """Dressed rows with the moment from which their first clock runs, for its bar; one statement."""
    started = dict(_started().rows({"cases": [row["id"] for row in rows]}))
    for row in rows:
        row["clock_started"] = started.get(row["id"])
    return rows


@cache
def _started() -> Worded:
    """The clock that runs out first comes last and counts."""
    running = Deadline.objects.running().filter(Among("case_id", "cases")).order_by("-due_at")
    return worded(running.values_list("case", "started_at"))


def tags_of(case) -> list[CaseTag]:
    """The tags of one case with who put them there."""
    return list(hanging.of(case, CaseTag).select_related("tag", "by").order_by("tag__name"))


def sums(run: BulkRun) -> dict[str, int]:
    """How many cases of a deed came out how."""
    rows = BulkItem.objects.filter(run=run).values("outcome").annotate(count=Count("id"))
    return dict.fromkeys(Outcome.values, 0) | {row["outcome"]: row["count"] for row in rows.order_by()}


def items(run: BulkRun):
    """The cases of a deed with what became of each, the refused ones first."""
    rows = BulkItem.objects.filter(run=run).select_related("case")
    return rows.order_by("-outcome", "id")


def asked_somebody(run: BulkRun) -> bool:
    """Whether somebody was asked to take a case over, which can be taken back until he answers."""
    return BulkItem.objects.filter(run=run, outcome=Outcome.ASKED).exists()
