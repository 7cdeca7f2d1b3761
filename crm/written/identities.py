"""Identity numbers with their check digits: mainland, Taiwan, Hong Kong, Finland; and what else people show."""

import re
from datetime import date
from operator import mul

from django.utils.translation import gettext as _

from crm.written import Unread
from crm.written.plain import digits_kept, plain, shown

_AROUND = re.compile(r"[\s()（）]")
_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN_PLACES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}  # fmt: skip
_TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_FI_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_FI_CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
_OTHER = range(4, 31)  # signs of a passport or a business registration


def compared(written: str) -> str:
    """As it is compared: upper case, without blanks and brackets; nothing is refused here."""
    text = plain(written)
    if not text.isalnum():
        text = _AROUND.sub("", text).replace("\u2010", "-").replace("\u2013", "-")
    return text.upper()


def identity(written, kind: str = "") -> tuple[str, str]:
    """(kind, number). Without a kind the number itself says which it is; a passport must be named as one.

    Raises Unread with the reason: a wrong check digit, a day of birth that does not exist, digits lost.
    """
    text = compared(digits_kept(plain(written)))
    found = kind or kind_of(text)
    if not found:
        raise Unread(_("“%(cell)s” is no identity number that is known here.") % {"cell": shown(written)})
    if reason := wrong(found, text):
        raise Unread(reason % {"cell": shown(written)})
    return found, whole(found, text)


def kind_of(text: str) -> str:
    """Whose identity number has this form; "" for nobody's."""
    found = next((kind for kind, form in _FORMS.items() if re.fullmatch(form, text)), "")
    # a mainland passport may look like a Hong Kong number whose check digit is wrong
    return "" if found == "hk" and not _hk_fits(text) else found


_FORMS = {
    "cn": r"\d{17}[\dX]|\d{15}",
    "tw": r"[A-Z][1289A-D]\d{8}",
    "hk": r"[A-Z]{1,2}\d{6}[\dA]",
    "fi": r"\d{6}[-+YXWVUA-F]\d{3}[0-9A-Y]",
}


def wrong(kind: str, text: str) -> str:
    """What is wrong with a number of this kind, as a sentence with a place for it; "" if nothing is."""
    if "*" in text:
        return _("“%(cell)s” is masked. Write the whole number.")
    if kind not in _FORMS:
        return "" if len(text) in _OTHER else _("“%(cell)s” is no number of such a paper.")
    if not re.fullmatch(_FORMS[kind], text):
        return _("“%(cell)s” does not have the form of such an identity number.")
    if kind in ("cn", "fi") and _born(kind, text) is None:
        return _("“%(cell)s” names a day of birth that does not exist.")
    if not _FITS[kind](text):
        if kind == "cn" and text.endswith("000"):
            return _("“%(cell)s” has lost its last digits in a spreadsheet. Format the column as text there.")
        return _("The check digit of “%(cell)s” does not fit: one of its signs is wrong.")
    return ""


def is_right(kind: str, text: str) -> bool:
    return not wrong(kind, text)


def whole(kind: str, text: str) -> str:
    """An old mainland number of 15 digits in its 18, as the same person's card says today; others as they are."""
    if kind != "cn" or len(text) != 15:
        return text
    body = f"{text[:6]}19{text[6:]}"
    return body + _cn_check(body)


def _born(kind: str, text: str) -> date | None:
    if kind == "fi":
        year = _FI_CENTURIES[text[6]] + int(text[4:6])
        return _day(year, int(text[2:4]), int(text[:2]))
    digits = text[6:14] if len(text) == 18 else f"19{text[6:12]}"
    return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if year >= 1800 else None
    except ValueError:
        return None


def _cn_check(body: str) -> str:
    rest = sum(map(mul, map(int, body), _CN_WEIGHTS)) % 11
    return "10X98765432"[rest]


def _cn_fits(text: str) -> bool:
    if int(text[:2]) not in _CN_PLACES:
        return False
    return len(text) == 15 or _cn_check(text[:17]) == text[17]


def _tw_fits(text: str) -> bool:
    """The letter is worth a number; of a resident's second letter (A–D, before 2021) only the last digit counts."""
    letter = _TW_LETTERS.index(text[0]) + 10
    second = text[1] if text[1].isdigit() else str((_TW_LETTERS.index(text[1]) + 10) % 10)
    total = letter // 10 + letter % 10 * 9
    total += sum(
        int(digit) * weight for digit, weight in zip(second + text[2:9], range(8, 0, -1), strict=True)
    )
    return (total + int(text[9])) % 10 == 0


def _hk_fits(text: str) -> bool:
    padded = text.rjust(9)
    values = [36 if c == " " else ord(c) - 55 if c.isalpha() else int(c) for c in padded[:8]]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + (10 if padded[8] == "A" else int(padded[8]))) % 11 == 0


def _fi_fits(text: str) -> bool:
    return int(text[7:10]) >= 2 and _FI_CHECKS[int(text[:6] + text[7:10]) % 31] == text[10]


_FITS = {"cn": _cn_fits, "tw": _tw_fits, "hk": _hk_fits, "fi": _fi_fits}
