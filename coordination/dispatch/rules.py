"""Who takes a new case. Pure: candidates in, a choice with its reasons out.

Points, not a formula with magic: who knows the owner's story, who speaks his language, who knows the
subject; each open case weighs against. Equal points go to the lighter desk, then by name, so that the
same situation always gives the same answer. The owner's value plays no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CONTINUITY = 12
LANGUAGE = 10
SUBJECT = 8
EACH_OPEN_CASE = 1
LOAD_CAP = 25


@dataclass(frozen=True)
class Candidate:
    user_id: int
    username: str
    languages: frozenset = frozenset()
    subjects: frozenset = frozenset()
    open_cases: int = 0
    knows_owner: bool = False


@dataclass(frozen=True)
class Wanted:
    language: str
    subject: str


@dataclass(frozen=True)
class Choice:
    user_id: int
    points: int
    reasons: tuple
    open_cases: int


def speaks(candidate: Candidate, language: str) -> bool:
    """Simplified and traditional are two ways of writing one language: who speaks one is understood in both."""
    bare = language.partition("-")[0]
    return any(known.partition("-")[0] == bare for known in candidate.languages)


def weigh(candidate: Candidate, wanted: Wanted, lightest: int) -> Choice:
    """The points of one candidate; load counts only as far as it exceeds the lightest desk."""
    reasons, points = [], 0
    if candidate.knows_owner:
        reasons.append("continuity")
        points += CONTINUITY
    if speaks(candidate, wanted.language):
        reasons.append("language")
        points += LANGUAGE
    if wanted.subject and wanted.subject in candidate.subjects:
        reasons.append("subject")
        points += SUBJECT
    points -= EACH_OPEN_CASE * min(LOAD_CAP, candidate.open_cases - lightest)
    if candidate.open_cases == lightest:
        reasons.append("load")
    return Choice(candidate.user_id, points, tuple(reasons or ["available"]), candidate.open_cases)


def choose(candidates: Sequence[Candidate], wanted: Wanted) -> Choice | None:
    """The best candidate, or None where there is nobody."""
    if not candidates:
        return None
    lightest = min(candidate.open_cases for candidate in candidates)
    weighed = [(weigh(candidate, wanted, lightest), candidate) for candidate in candidates]
    best = min(weighed, key=lambda pair: (-pair[0].points, pair[1].open_cases, pair[1].username))
    return best[0]
