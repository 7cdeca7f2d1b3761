"""Reading segments: the list, what one holds, how it has grown."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from crm.organisation.models import Project
from owners.people.models import Owner

from . import access, compiling, counting, lookup, rules, wording
from .fields import Reader
from .models import Segment, SegmentCount, SegmentVersion

SPARKLINE_DAYS = 60
WHOLE = "*"


@dataclass(frozen=True)
class Asked:
    """A tree as one reader asks it: read, explained, and a query that has not run yet."""

    group: rules.Group
    reader: Reader
    words: Mapping
    rows: QuerySet

    @property
    def sentence(self) -> str:
        return wording.explain(self.group, self.words)


def asked(user, tree: dict, *, now: datetime, to: str = "owners.view") -> Asked:
    """A tree as this user asks it. `rules.Invalid` where it is wrong, NotAllowed where it is not for him."""
    group = rules.read(tree)
    reader = access.reader_for(user, group, now=now, to=to)
    return Asked(group, reader, lookup.words_of(group, user), compiling.owners(group, reader))


def listed(user, *, archived: bool = False, mine: bool = False) -> QuerySet:
    rows = Segment.objects.visible_to(user).filter(archived_at__isnull=not archived)
    if mine:
        rows = rows.filter(owned_by=user)
    projects = Prefetch("projects", queryset=Project.objects.order_by("name"))
    return rows.select_related("owned_by").prefetch_related(projects, "uses")


def sentences(user, segments: list[Segment]) -> dict[int, str]:
    """Every segment of a list in words: looked-up values of all of them in one query a field."""
    groups = {row.pk: _readable(row.tree) for row in segments}
    whole = rules.Group(rules.Join.ALL, tuple(group for group in groups.values() if group))
    words = lookup.words_of(whole, user)
    return {pk: wording.explain(group, words) if group else "" for pk, group in groups.items()}


def _readable(tree) -> rules.Group | None:
    """A kept tree; None where a field that it asks about is gone."""
    try:
        return rules.read(tree)
    except rules.Invalid:
        return None


def versions(segment: Segment) -> list[SegmentVersion]:
    return list(segment.versions.select_related("written_by").order_by("-number"))


def page_of(rows: QuerySet) -> QuerySet:
    """Members as they are shown: what a row of the list says, and nothing more is read."""
    return rows.select_related("manager")


def sample(rows: QuerySet, size: int = 5) -> list[Owner]:
    """A few members, the newest: enough to see whether the conditions mean what was meant."""
    return counting.first(page_of(rows).order_by("-id"), size) or []


def scope_of(reader: Reader) -> str:
    """Where a segment was asked, as a short digest; two readers of the same projects have one history."""
    if reader.projects is None:
        return WHOLE
    return hashlib.sha256(",".join(map(str, reader.projects)).encode()).hexdigest()[:32]


def history(segment: Segment, reader: Reader) -> list[tuple[date, int]]:
    """The counts of the last days, oldest first, as this reader would have seen them."""
    rows = SegmentCount.objects.filter(segment=segment, scope=scope_of(reader)).order_by("-on")
    return list(reversed(rows.values_list("on", "members")[:SPARKLINE_DAYS]))
