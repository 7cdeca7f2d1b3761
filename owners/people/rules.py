"""How names, phones and identity numbers are read and compared. Pure: no ORM, no clock."""

import re
import unicodedata
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin

from crm.text import normalise

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
_NOT_PHONE = re.compile(r"[^0-9+*]")
_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_FI_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


@cache
def _sound(character: str) -> str:
    return lazy_pinyin(character, style=Style.NORMAL)[0]


@lru_cache(maxsize=8192)
def name_sounds(name: str) -> tuple[str, ...]:
    """The name in pinyin, syllable by syllable; words in other scripts stay as they are."""
    plain = normalise(name)
    words: list[str] = []
    for position, piece in enumerate(re.findall(r"[\u3400-\u9fff]|[^\u3400-\u9fff\s]+", plain)):
        if not "\u3400" <= piece <= "\u9fff":
            words.append(piece)
        elif position == 0:
            words.append(SURNAME_SOUNDS.get(piece) or _sound(piece))
        else:
            words.append(_sound(piece))
    return tuple(words)


def name_key(name: str) -> str:
    """The sort key of a name: by sound, then by character, whatever the script it was written in."""
    return f"{' '.join(name_sounds(name))} {normalise(name)}"[:240]


def natural_key(code: str) -> str:
    """The sort key of a code in which numbers count as numbers: 3-2-201 before 3-2-1201."""
    return re.sub(r"\d+", lambda run: run.group().zfill(5), normalise(code))[:80]


def plain_phone(written: str) -> str:
    """A phone number as it is compared: digits, with a + only before a foreign country's code.

    People write +86 138-1234-5678, 0086 13812345678 and 138 1234 5678 for the same telephone.
    """
    digits = _NOT_PHONE.sub("", unicodedata.normalize("NFKC", written or ""))
    digits = ("+" if digits.startswith("+") else "") + digits.replace("+", "")
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    return digits[3:] if digits.startswith("+86") else digits


def phone_is_plausible(plain: str) -> bool:
    """Whole and all digits: a masked number (138****5678) that comes back is no number."""
    return re.fullmatch(rf"\+?\d{{{FULL_PHONE_DIGITS},15}}", plain) is not None


def plain_email(written: str) -> str:
    return unicodedata.normalize("NFKC", written or "").strip().lower()


def email_is_plausible(plain: str) -> bool:
    return re.fullmatch(r"[^@\s*]+@[^@\s.]+(\.[^@\s.]+)+", plain) is not None


def plain_identity(written: str) -> str:
    """An identity number as it is compared: upper case, without blanks and brackets."""
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", written or "")).upper()


def identity_is_right(kind: str, plain: str) -> bool:
    """Whether the check digit fits; kinds without one only need to be of sensible length."""
    check = {"cn": _cn_fits, "tw": _tw_fits, "hk": _hk_fits, "fi": _fi_fits}.get(kind)
    if check:
        return check(plain)
    return 4 <= len(plain) <= 30 and "*" not in plain


def _cn_fits(text: str) -> bool:
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(text, _CN_WEIGHTS, strict=False)) % 11
    return "10X98765432"[rest] == text[17]


def _tw_fits(text: str) -> bool:
    if not re.fullmatch(r"[A-Z][1289]\d{8}", text):
        return False
    letter = _TW_LETTERS.index(text[0]) + 10
    total = letter // 10 + letter % 10 * 9
    total += sum(int(digit) * weight for digit, weight in zip(text[1:], range(8, 0, -1), strict=False))
    return (total + int(text[9])) % 10 == 0


def _hk_fits(text: str) -> bool:
    if not re.fullmatch(r"[A-Z]{1,2}\d{6}[\dA]", text):
        return False
    padded = text.rjust(9)
    values = [36 if c == " " else ord(c) - 55 if c.isalpha() else int(c) for c in padded[:8]]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + (10 if padded[8] == "A" else int(padded[8]))) % 11 == 0


def _fi_fits(text: str) -> bool:
    if not re.fullmatch(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", text):
        return False
    return _FI_CHECKS[int(text[:6] + text[7:10]) % 31] == text[10]
