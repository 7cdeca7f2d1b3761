"""Latin letters without their marks: how names are compared by sound, here and in the database alike.

Mäkinen is looked for as Makinen, 吕 as lü, lv or lu; so marks fall away and ü and v are one with u. Blanks, hyphens
and apostrophes fall away too: people part the syllables of a name as they please.
"""

import unicodedata

from django.db.models import Func, TextField, Value

_OWN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "v": "u"}
_GONE = " -'’.·‧"


def _folded() -> dict[str, str]:
    """Every small letter with a mark, to the letter without it."""
    letters = dict(_OWN)
    for point in range(0xC0, 0x250):
        letter = chr(point)
        base = unicodedata.normalize("NFD", letter)[0]
        if letter.islower() and base != letter and base.isascii():
            letters[letter] = "u" if base == "v" else base
    return letters


_LETTERS = _folded()
_FROM, _TO = "".join(_LETTERS) + _GONE, "".join(_LETTERS.values())
_TABLE = str.maketrans(_FROM[: len(_TO)], _TO, _GONE)


def letters_of(plain: str) -> str:
    """A normal text by its bare letters: "mäki-nen" and "maki nen" are "makinen", "lü" and "lv" are "lu"."""
    return plain.translate(_TABLE)


class Letters(Func):
    """As `letters_of`, of an expression in the database."""

    function = "translate"
    output_field = TextField()

    def __init__(self, expression):
        super().__init__(expression, Value(_FROM), Value(_TO))

    def deconstruct(self):
        return "crm.text.letters.Letters", (self.source_expressions[0],), {}
