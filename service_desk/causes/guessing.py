"""Which causes some words speak of; pure.

A Chinese term counts by the pairs of characters that the words share with it, so that 卫生间的天花板漏水 is about
卫生间 and 漏水 whatever stands between; any other term by the beginnings of its words, so that endings do not matter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import rules

HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+")
SHORTEST, ENDING = 4, 2
OF_PART, ENOUGH, MOST = 0.9, 0.6, 3


@dataclass(frozen=True)
class Heard:
    """What was said, cut once for all causes."""

    pairs: frozenset[str]
    words: tuple[str, ...]


def heard(said: str) -> Heard:
    """`said` in one script and in small letters."""
    return Heard(frozenset(_pairs(said)), tuple(word for word in WORD.findall(said) if len(word) > 1))


def guesses(said: Heard, terms: Mapping[str, Iterable[str]], *, most: int = MOST) -> list[str]:
    """The codes of the parts and defects that these words speak of, the best first; `terms` by code, in tree order.

    A defect counts with its part: what is heard of one alone makes neither sure.
    """
    own = {code: max((_share(said, term) for term in names), default=0.0) for code, names in terms.items()}
    scored = []
    for place, code in enumerate(terms):
        depth, above = rules.depth(code), code.rpartition(".")[0]
        if depth == 2 and own[code] >= ENOUGH:
            scored.append((own[code] * OF_PART, place, code))
        if depth == 3 and own[code] >= ENOUGH:
            scored.append((own[code] + own.get(above, 0.0) * OF_PART, place, code))
    best = sorted(scored, key=lambda row: (-row[0], row[1]))
    return [code for _score, _place, code in best[:most]]


def _pairs(text: str) -> Iterable[str]:
    for run in HAN.findall(text):
        yield from (run[start : start + 2] for start in range(len(run) - 1)) if len(run) > 1 else [run]


def _share(said: Heard, term: str) -> float:
    """How much of a term was said, from 0 to 1."""
    pairs, words = set(_pairs(term)), WORD.findall(term)
    words = [word for word in words if len(word) >= SHORTEST] or words
    parts = [pair in said.pairs for pair in pairs] + [_begun(said, word) for word in words]
    return sum(parts) / len(parts) if parts else 0.0


def _begun(said: Heard, word: str) -> bool:
    if len(word) < SHORTEST:
        return word in said.words
    stem = word[: max(SHORTEST, len(word) - ENDING)]
    return any(each.startswith(stem) for each in said.words)
