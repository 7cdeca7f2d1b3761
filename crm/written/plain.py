"""What every reader begins with: one form of each character, and what a spreadsheet has spoiled."""

import re
import unicodedata

from django.utils.translation import gettext as _

from crm.written import Unread

LONGEST_SHOWN = 40
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE][+-]?\d+")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_FLOAT = re.compile(r"\d+\.0+")


def plain(written) -> str:
    """Full-width signs become plain ones, blanks of any sort become one blank."""
    text = str(written or "")
    if text.isascii() and text.isalnum():  # as nearly every number in a long file is
        return text
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def shown(written) -> str:
    """The beginning of what was written, for a sentence about it."""
    return str(written).strip()[:LONGEST_SHOWN]


def digits_kept(text: str) -> str:
    """The text; refused where a spreadsheet has shortened a long number, whose last digits are lost."""
    if _SCIENTIFIC.fullmatch(text):
        sentence = _(
            "A spreadsheet has shortened this number to “%(cell)s”; digits are lost. "
            "Format the column as text there, and save again."
        )
        raise Unread(sentence % {"cell": shown(text)})
    return text.partition(".")[0] if _FLOAT.fullmatch(text) else text
