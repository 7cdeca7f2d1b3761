"""Which characters of a name a query found: the sound marks the characters that sound so. Pure."""

import re

from crm.text.highlights import Piece, marked, pieces, words_of
from crm.text.letters import letters_of
from owners.people import rules

from .asked import Asked
from .ways import Fit

_SYLLABLES = re.compile(r"[\u3400-\u9fff]|[^\u3400-\u9fff\s]+")
WHOLE = {Fit.TURNED, Fit.INITIALS, Fit.NEAR}


def name_marked(name: str, asked: Asked, fit: Fit) -> list[Piece]:
    """The name in pieces, those marked by which it was found."""
    written = marked(name, words_of(asked.query))
    if any(piece.marked for piece in written):
        return written
    if fit in WHOLE:
        return [Piece(name, True)]
    if fit in (Fit.LAST4, Fit.HOME) or not asked.sound:
        return [Piece(name)]
    return pieces(name, _sounding(name, asked.sound))


def _sounding(name: str, sound: str) -> set[int]:
    """The positions of the characters whose syllables the sound covers, wholly or in part."""
    spoken, owners = "", []
    for found, syllable in zip(_SYLLABLES.finditer(name), rules.name_sounds(name), strict=False):
        letters = letters_of(syllable)
        spoken += letters
        owners += [found.span()] * len(letters)
    at = spoken.find(sound)
    if at < 0:
        return set()
    return {position for start, end in owners[at : at + len(sound)] for position in range(start, end)}


def ending_marked(masked: str, ending: str) -> list[Piece]:
    """A masked number with its last digits marked, by which it was found."""
    if not ending or not masked.endswith(ending):
        return [Piece(masked)]
    return [Piece(masked[: -len(ending)]), Piece(ending, True)]
