"""How names, phones and identity numbers are read and compared. Pure: no ORM, no clock."""

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache

from crm.text import normalise, search_document
from crm.written import identities, phones

# Read as a family name these sound otherwise than in a dictionary.
SURNAME_SOUNDS = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "朴": "piao",
    "区": "ou",
    "盖": "ge",
    "乐": "yue",
    "任": "ren",
    "华": "hua",
    "宁": "ning",
    "翟": "zhai",
    "繁": "po",
    "尉": "wei",
    "种": "chong",
    "冼": "xian",
    "覃": "qin",
}

FULL_PHONE_DIGITS = 7
_PIECES = re.compile(r"[\u3400-\u9fff]|[^\u3400-\u9fff\s]+")
_PHONE = re.compile(rf"\+?\d{{{FULL_PHONE_DIGITS},15}}")
_EMAIL = re.compile(r"[^@\s*]+@[^@\s.]+(\.[^@\s.]+)+")


@cache
def _sound(character: str) -> str:
    # A tenth of a start: whoever reads no Chinese name does not wait for it.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0]


def name_sounds(name: str) -> tuple[str, ...]:
    """The name in pinyin, syllable by syllable; words in other scripts stay as they are."""
    return _spoken(name)[1]


@lru_cache(maxsize=8192)
def _spoken(name: str) -> tuple[str, tuple[str, ...]]:
    """The name in its normal form, and its sounds."""
    plain = normalise(name)
    words: list[str] = []
    for position, piece in enumerate(_PIECES.findall(plain)):
        if not "\u3400" <= piece <= "\u9fff":
            words.append(piece)
        elif position == 0:
            words.append(SURNAME_SOUNDS.get(piece) or _sound(piece))
        else:
            words.append(_sound(piece))
    return plain, tuple(words)


def name_key(name: str) -> str:
    """The sort key of a name: by sound, then by character, whatever the script it was written in."""
    plain, sounds = _spoken(name)
    return f"{' '.join(sounds)} {plain}"[:240]


def search_text(name: str) -> str:
    """What a name is found by: itself in either script, and its sound with and without blanks."""
    plain, sounds = _spoken(name)
    joined, parted = "".join(sounds), " ".join(sounds)
    if joined.isascii():  # sounds in bare letters are their own normal form
        return f"{plain} {joined} {parted}".strip()
    return search_document(name, joined, parted)


def natural_key(code: str) -> str:
    """The sort key of a code in which numbers count as numbers: 3-2-201 before 3-2-1201."""
    return re.sub(r"\d+", lambda run: run.group().zfill(5), normalise(code))[:80]


def plain_phone(written: str) -> str:
    """A phone number as it is compared: digits, with a + only before a foreign country's code.

    People write +86 138-1234-5678, 0086 13812345678 and 138 1234 5678 for the same telephone.
    """
    return phones.compared(written)


def phone_is_plausible(plain: str) -> bool:
    """Whole and all digits: a masked number (138****5678) that comes back is no number."""
    return _PHONE.fullmatch(plain) is not None


def plain_email(written: str) -> str:
    return unicodedata.normalize("NFKC", written or "").strip().lower()


def email_is_plausible(plain: str) -> bool:
    return _EMAIL.fullmatch(plain) is not None


def plain_identity(written: str) -> str:
    """An identity number as it is compared: upper case, without blanks and brackets."""
    return identities.compared(written)


def identity_kind(plain: str) -> str:
    """Whose identity number has this form; a mainland one where the form says nothing."""
    return identities.kind_of(plain) or "cn"


def whole_identity(kind: str, plain: str) -> str:
    """A mainland number of 15 digits as the 18 of today, so that both are one person's."""
    return identities.whole(kind, plain) if len(plain) == 15 and identities.is_right(kind, plain) else plain


def identity_is_right(kind: str, plain: str) -> bool:
    """Whether the check digit fits; kinds without one only need to be of sensible length."""
    return identities.is_right(kind, plain)


def age_on(born: date, day: date) -> int:
    """Whole years of life; whoever was born on 29 February grows older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
