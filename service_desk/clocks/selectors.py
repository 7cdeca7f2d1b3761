"""Reading clocks."""

from datetime import datetime

from service_desk.cases.access import readable_cases
from service_desk.clocks.boards import board, pressing
from service_desk.clocks.models import Deadline

__all__ = ["board", "deadline_by_id", "kept_in_time", "pressing", "running_clocks"]

SHOWN = (
    "case__project",
    "case__assignee",
    "case__team",
    "slip__department",
    "visit",
    "calendar_version__calendar",
    "set_by__policy",
)
PAGE = 50


def deadline_by_id(deadline_id: int) -> Deadline:
    """For the handlers of facts, which carry ids only."""
    return Deadline.objects.select_related(*SHOWN, "case__project__city", "case__owner").get(pk=deadline_id)


def running_clocks(user, *, until: datetime | None = None, limit: int = PAGE) -> list[Deadline]:
    """The clocks that tick in the user's scope, soonest due first; with `until`, those due before it."""
    rows = Deadline.objects.running().filter(case__in=readable_cases(user))
    if until is not None:
        rows = rows.filter(due_at__lt=until)
    return list(rows.select_related(*SHOWN).order_by("due_at", "id")[:limit])


def kept_in_time(case) -> dict[str, bool]:
    """Of the case's clocks that were met: for each kind, whether all of them were met in time."""
    kept = {}
    for row in Deadline.objects.filter(case=case, met_at__isnull=False):
        kept[row.kind] = kept.get(row.kind, True) and row.met_at <= row.due_at
    return kept
