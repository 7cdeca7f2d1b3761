"""Reads of the tree and of what was named; the tree is read whole, which costs one query."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from service_desk.cases.models import Case

from . import rules, wording
from .models import CaseCause, Cause, CauseVersion

FOUND = 12


@dataclass(frozen=True)
class Choice:
    """A cause as the picker shows it."""

    code: str
    path: str
    level: int


def tree(*, inactive: bool = False) -> list[Cause]:
    """The causes in the order in which one reads them: each class with its parts, each part with its defects."""
    rows = Cause.objects.all() if inactive else Cause.objects.filter(active=True)
    known = {row.code: row for row in rows}
    places = {code: (row.position, code) for code, row in known.items()}
    return sorted(
        known.values(),
        key=lambda row: [places.get(one, (0, one)) for one in rules.ancestors(row.code)],
    )


def labels() -> dict[str, str]:
    """The names of all causes in the reader's language, by code."""
    return {row.code: row.label for row in Cause.objects.only("code", "names")}


def found(query: str, *, limit: int = FOUND) -> list[Choice]:
    """The causes that hold every word of the query, in any of the four languages, in pinyin or its first letters.

    Those whose own name begins with it stand first, then the finer before the coarser. One query.
    """
    words = wording.sought(query)
    if not words:
        return []
    rows = tree()
    names = {row.code: row.label for row in rows}
    whole = {row.code: row for row in rows}
    hits = [row for row in rows if wording.matches(_document(row, whole), words)]
    hits.sort(key=lambda row: (not wording.matches(row.search_text, words), -row.level))
    return [Choice(row.code, wording.path_text(row.code, names), row.level) for row in hits[:limit]]


def _document(row: Cause, whole: dict[str, Cause]) -> str:
    """What one may say to mean a cause: its own words and those of what it hangs on."""
    return " ".join(whole[code].search_text for code in rules.ancestors(row.code) if code in whole)


def causes_of(case: Case) -> list[CaseCause]:
    """What was named for a case, in the order in which it was."""
    rows = CaseCause.objects.filter(case=case).select_related("cause", "contractor", "named_by")
    return list(rows.order_by("named_at", "pk"))


def versions_of(cause: Cause) -> list[CauseVersion]:
    """What a cause said, the newest first."""
    return list(cause.versions.select_related("changed_by").order_by("-version"))


def path_of(code: str) -> str:
    """A code as the way down to it, in the reader's language; one query of at most three rows."""
    rows = Cause.objects.filter(code__in=rules.ancestors(code))
    return wording.path_text(code, {row.code: row.label for row in rows})


def used(codes) -> Counter:
    """How many cases stand at each of these codes."""
    rows = Case.objects.filter(subject__in=list(codes)).values("subject").annotate(count=Count("pk"))
    return Counter({row["subject"]: row["count"] for row in rows.order_by("subject")})
