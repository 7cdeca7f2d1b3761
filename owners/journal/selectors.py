"""Reading the journal; a fixed number of statements."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from .models import JournalEntry
from .states import EntryKind, View

SHOWN = ("author", "assignee", "done_by")


def journal_of(user, owner):
    """What stands in an owner's journal for this user, to be told by the moment or paged."""
    return JournalEntry.objects.visible_to(user).standing().filter(owner=owner).select_related(*SHOWN)


def in_sight(user, owner, *, limit: int = 20) -> list[JournalEntry]:
    """What stays at the top of the card: what is still to do, soonest first, then what is pinned."""
    wanted = Q(pinned=True) | Q(kind=EntryKind.TASK)
    rows = journal_of(user, owner).filter(wanted, done_at=None)
    return list(rows.order_by("due_at", "-at", "-id")[:limit])


def wordings_of(entry: JournalEntry) -> list:
    """How it read before, the last first."""
    return list(entry.wordings.select_related("replaced_by").order_by("-version"))


def tasks_of(user, view: str, *, now: datetime):
    """The user's own tasks of one list, with their owners; ordering and paging are the page's."""
    mine = JournalEntry.objects.visible_to(user).standing().filter(assignee=user, kind=EntryKind.TASK)
    mine = mine.select_related("owner", "author", "assignee", "follows")
    if view == View.DONE:
        return mine.filter(done_at__isnull=False)
    begins, ends = _day(now)
    still = mine.filter(done_at=None)
    if view == View.OVERDUE:
        return still.filter(due_at__lt=now)
    if view == View.LATER:
        return still.filter(due_at__gte=ends)
    return still.filter(due_at__lt=ends, due_at__gte=begins)


def order_of(view: str) -> tuple[str, str]:
    return ("-done_at", "-id") if view == View.DONE else ("due_at", "id")


def task_counts(user, *, now: datetime, cap: int = 99) -> dict[str, int]:
    """How many tasks are due today and overdue, counted up to a cap."""
    return {
        view: tasks_of(user, view, now=now).order_by()[: cap + 1].count()
        for view in (View.TODAY, View.OVERDUE, View.LATER)
    }


def _day(now: datetime) -> tuple[datetime, datetime]:
    """From when to when today lasts where the reader works."""
    today = timezone.localtime(now).date()
    begins = timezone.make_aware(datetime.combine(today, time.min))
    return begins, timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))
