"""Where in a text the words that were looked for stand, in the text's own characters. Pure.

The text is compared in its normal form, and each character of that form remembers the one it came from: so a
simplified query marks the traditional characters that it found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from crm.text.bigrams import normalise

_WORD = re.compile(r"[^\W\d_]+")
BEFORE, LENGTH = 24, 120


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, marked or not."""

    text: str
    marked: bool = False


def words_of(query: str) -> list[str]:
    return [word for word in dict.fromkeys(normalise(query).split(" ")) if word][:8]


def marked(text: str, words: list[str]) -> list[Piece]:
    """The text in pieces, those marked that hold one of the words (in normal form, as `words_of` gives them)."""
    plain, places = _aligned(text)
    held = set()
    for word in words:
        for start, end in _found(plain, word):
            held.update(places[start:end])
    return pieces(text, held)


def pieces(text: str, held) -> list[Piece]:
    """The text in pieces; `held` are the positions to mark."""
    if not held:
        return [Piece(text)] if text else []
    runs = groupby(range(len(text)), held.__contains__)
    return [Piece("".join(text[at] for at in run), inside) for inside, run in runs]


def snippet(text: str, words: list[str], length: int = LENGTH) -> list[Piece]:
    """A stretch of a long text around the first word found; what is left out is shown by an ellipsis."""
    one_line = " ".join(text.split())
    if len(one_line) <= length:
        return marked(one_line, words)
    plain, places = _aligned(one_line)
    first = next((places[start] for word in words for start, _end in _found(plain, word)), 0)
    start = max(0, first - BEFORE)
    shown = one_line[start : start + length]
    found = marked(shown, words)
    before = [Piece("…")] if start else []
    after = [Piece("…")] if start + length < len(one_line) else []
    return [*before, *found, *after]


def _found(plain: str, word: str):
    """Where the word stands; else, of a longer Latin word, the words with other endings of the same beginning."""
    at = plain.find(word)
    exact = at >= 0
    while at >= 0:
        yield at, at + len(word)
        at = plain.find(word, at + len(word))
    if not exact and len(word) > 3 and _WORD.fullmatch(word) and word < "\u0400":
        beginning = word[: max(4, len(word) - 3)]
        for other in _WORD.finditer(plain):
            if other.group().startswith(beginning):
                yield other.span()


def _aligned(text: str) -> tuple[str, Sequence[int]]:
    """The normal form character by character, and for each the position it came from."""
    if text.isascii() and text.isprintable() and "  " not in text and not text.startswith(" "):
        return text.lower(), range(len(text))  # numbers and Latin names, of which lists are full
    plain, places = [], []
    for position, character in enumerate(text):
        for letter in _normal(character):
            if letter == " " and (not plain or plain[-1] == " "):
                continue
            plain.append(letter)
            places.append(position)
    return "".join(plain), places


@lru_cache(maxsize=8_192)
def _normal(character: str) -> str:
    return normalise(character) or " "
