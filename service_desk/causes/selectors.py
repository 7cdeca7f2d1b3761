"""Reads of the tree and of what was named; the tree is read whole, which costs one query."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet

from crm.reading import Among, Kept
from crm.text import normalise
from service_desk.cases import hanging
from service_desk.cases.models import Case

from . import guessing, rules, wording
from .models import CaseCause, Cause, CauseVersion

FOUND = 12
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


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


def guessed(said: str, language: str) -> list[Choice]:
    """The parts and defects that these words seem to speak of, at most three; heard in the language of the speaker, so
    that no word of another one is mistaken for his. One query."""
    if not said.strip():
        return []
    rows = tree()
    spoken = [code for code in LANGUAGES if code == language or (code[:2] == language[:2] == "zh")]
    terms = {
        row.code: [
            normalise(term) for term in [*(row.names.get(code, "") for code in spoken), *row.words] if term
        ]
        for row in rows
    }
    names = {row.code: row.label for row in rows}
    found = guessing.guesses(guessing.heard(normalise(said)), terms)
    return [Choice(code, wording.path_text(code, names), rules.depth(code)) for code in found]


@dataclass(frozen=True)
class Finer:
    """What the picker offers on the way down: the parts of a class, the defects of the part that is chosen."""

    path: str
    parts: list[Cause]
    part: str
    defects: list[Cause]


def finer(code: str) -> Finer | None:
    """The way down from this class, part or defect; None where nothing hangs on it. One query."""
    rows = tree()
    names = {row.code: row.label for row in rows}
    first, part = rules.at_level(code, 1), rules.at_level(code, 2)
    parts = [row for row in rows if row.level == 2 and rules.below(row.code, first)]
    if not code or not parts:
        return None
    chosen = part if part in names and rules.depth(code) > 1 else ""
    defects = [row for row in rows if chosen and row.level == 3 and rules.below(row.code, chosen)]
    return Finer(wording.path_text(code, names) if code in names else "", parts, chosen, defects)


def offered(code: str) -> bool:
    """Whether a cause of this code may be chosen."""
    return Cause.objects.filter(code=code, active=True).exists()


def said_of(code: str) -> str:
    """By which words one knows a part and its defect: what else is known by words reads them. One query."""
    rows = Cause.objects.filter(code__in=[one for one in rules.ancestors(code) if rules.depth(one) > 1])
    return " ".join(" ".join([*row.names.values(), *row.words]) for row in rows.order_by("level"))


def _document(row: Cause, whole: dict[str, Cause]) -> str:
    """What one may say to mean a cause: its own words and those of what it hangs on."""
    return " ".join(whole[code].search_text for code in rules.ancestors(row.code) if code in whole)


def causes_of(case: Case) -> list[CaseCause]:
    """What was named for a case, in the order in which it was."""
    rows = hanging.of(case, CaseCause).select_related("cause", "contractor", "named_by")
    return list(rows.order_by("named_at", "pk"))


def versions_of(cause: Cause) -> QuerySet[CauseVersion]:
    """What a cause said, the newest first."""
    return cause.versions.select_related("changed_by").order_by("-version")


_CALLED = Kept(lambda: Cause.objects.filter(Among("code", "codes")))


def path_of(code: str) -> str:
    """A code as the way down to it, in the reader's language; one query of at most three rows."""
    rows = _CALLED.rows(codes=rules.ancestors(code))
    return wording.path_text(code, {row.code: row.label for row in rows})


def used(codes) -> Counter:
    """How many cases stand at each of these codes."""
    rows = Case.objects.filter(subject__in=list(codes)).values("subject").annotate(count=Count("*"))
    return Counter({row["subject"]: row["count"] for row in rows.order_by("subject")})
