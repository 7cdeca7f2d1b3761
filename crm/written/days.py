"""Days: 2020-01-06 · 2020年1月6日 · 二〇二〇年一月六日 · 民國109年1月6日 · 1090106 · 109/1/6 · 6.1.2020 · 6 Jan 2020 · 43836."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from crm.written import Unread, numerals
from crm.written.plain import plain, shown

EXCEL_EPOCH = date(1899, 12, 30)
FIRST, LAST = 1850, 2150  # years in which somebody is born, signs or moves in
ROC = 1911
CLOCK = re.compile(
    r"(?:(?<=\d)[T ]|[上下]午)?\s*(\d{1,2})\s*[:：时時點点]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2}))?(?:[.,]\d+)?\s*[分秒]?\s*([AaPp]\.?[Mm]\.?)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2})?\s*$"
)
_WEEKDAY = re.compile(r"[(（]?\s*(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]\s*[)）]?|\([一二三四五六日]\)")
_ERA = re.compile(r"中華民國|中华民国|民國|民国|R\.?O\.?C\.?", re.IGNORECASE)
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("jan", "january", "tammikuuta"),
            ("feb", "february", "helmikuuta"),
            ("mar", "march", "maaliskuuta"),
            ("apr", "april", "huhtikuuta"),
            ("may", "toukokuuta"),
            ("jun", "june", "kesäkuuta"),
            ("jul", "july", "heinäkuuta"),
            ("aug", "august", "elokuuta"),
            ("sep", "sept", "september", "syyskuuta"),
            ("oct", "october", "lokakuuta"),
            ("nov", "november", "marraskuuta"),
            ("dec", "december", "joulukuuta"),
        ),
        start=1,
    )
    for name in names
}
_THREE = re.compile(r"(\d{1,4})\s*([-/.年])\s*(\d{1,2})\s*([-/.月])\s*(\d{1,4})\s*[日號号]?\.?")
_WORDED = re.compile(r"(\d{1,2})\.?[ -]([a-zäö]+)\.?,?[ -](\d{4})|([a-z]+)\.? (\d{1,2}),? (\d{4})")
_ROC_YEAR = range(1, 240)


def day(written, *, order: str = "ymd", era: str = "", century: int | None = None) -> date:
    """The day that is meant. A time of day behind it is passed over.

    `order` says of a column whether 3/4/2022 begins with the day ("dmy") or the month ("mdy"); without it such a
    day is refused. `era` "roc" says that its years are counted from 1912. `century` is the first year that two
    digits may mean: with 1940, "39" is 2039 and "40" is 1940; without it two digits are refused.
    """
    text = _WEEKDAY.sub("", _ERA.sub("", plain(written))).strip()
    roc = era == "roc" or bool(_ERA.search(plain(written)))
    text = _digits(CLOCK.sub("", text).strip()).replace("元年", "1年" if roc else "元年")
    found = _compact(text, order, roc) or _apart(text, order, roc, century, written) or _worded(text)
    if found is None:
        raise Unread(_("“%(cell)s” is not a date.") % {"cell": shown(written)})
    if isinstance(found, date):
        return found
    return _dated(*found, written)


def _digits(text: str) -> str:
    """Chinese numerals become digits: 二〇二六年三月十二日."""
    if not re.search(r"[年月日]", text):
        return text
    return re.sub(rf"[{numerals.SIGNS}]+", _as_digits, text)


def _as_digits(found) -> str:
    value = numerals.number(found[0])
    return found[0] if value is None else f"{value:f}"


def _compact(text: str, order: str, roc: bool):
    """Digits only: 20200106, 1090106, 990106 in the ROC era, else the day number of a spreadsheet."""
    digits, _point, fraction = text.partition(".")
    if not re.fullmatch(r"\d{5,8}", digits) or (fraction and not fraction.isdecimal()):
        return None
    if len(digits) == 7 or (roc and len(digits) == 6):
        return int(digits[:-4]) + ROC, int(digits[-4:-2]), int(digits[-2:])
    if len(digits) == 8 and (order == "ymd" or FIRST <= int(digits[:4]) <= LAST):
        return int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if len(digits) == 8:
        first, second, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        return (year, second, first) if order == "dmy" else (year, first, second)
    if len(digits) == 5 and not roc and 10_000 <= int(digits) <= 91_000:
        return EXCEL_EPOCH + timedelta(days=int(digits))
    return None


def _apart(text: str, order: str, roc: bool, century: int | None, written):
    """Three numbers with marks between them."""
    found = _THREE.fullmatch(text)
    if not found or (found[2] != found[4] and (found[2], found[4]) != ("年", "月")):
        return None
    first, second, third = found[1], found[3], found[5]
    if len(first) >= 3 or found[2] == "年" or roc:
        return _year(first, roc, century, written), int(second), int(third)
    if len(third) == 4 and (found[2] == "." or order in ("dmy", "mdy")):
        month_first = order == "mdy" and found[2] != "."
        return (int(third), int(first), int(second)) if month_first else (int(third), int(second), int(first))
    if len(third) == 4:
        sentence = _(
            "“%(cell)s” may be two days: say for its column whether the day or the month comes first."
        )
        raise Unread(sentence % {"cell": shown(written)})
    if order == "dmy":
        return _year(third, roc, century, written), int(second), int(first)
    if order == "mdy":
        return _year(third, roc, century, written), int(first), int(second)
    return _year(first, roc, century, written), int(second), int(third)


def _year(text: str, roc: bool, century: int | None, written) -> int:
    """Four digits are a year of ours; three, and whatever stands in the ROC era, are counted from 1912."""
    year = int(text)
    if len(text) == 4:
        return year
    if (len(text) == 3 or roc) and year in _ROC_YEAR:
        return year + ROC
    if century is None:
        raise Unread(_("The year of “%(cell)s” has two digits. Write all four.") % {"cell": shown(written)})
    return century + (year - century) % 100


def _worded(text: str):
    found = _WORDED.fullmatch(text.casefold())
    if not found:
        return None
    number, name, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    return (int(year), _MONTHS[name], int(number)) if name in _MONTHS else None


def _dated(year: int, month: int, number: int, written) -> date:
    if not FIRST <= year <= LAST:
        raise Unread(_("“%(cell)s” is not a date: its year cannot be meant.") % {"cell": shown(written)})
    try:
        return date(year, month, number)
    except ValueError as exc:
        raise Unread(_("“%(cell)s” is not a date: there is no such day.") % {"cell": shown(written)}) from exc
