"""From what stands in a cell to a value: dates of several eras, areas, amounts with units, phones. Pure.

Each converter takes the cell's text and the options of its rule, and raises ValueError with a sentence for people.
An empty cell never gets here.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")
NUMBERS = re.compile(r"\d+")
CLOCK = re.compile(
    r"(\d{1,2})\s*[:：时時]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2}))?(?:[.,]\d+)?\s*秒?\s*([AaPp][Mm])?"
)
ROC_WORDS = re.compile(r"民\s*國|民\s*国|R\.?O\.?C\.?", re.IGNORECASE)
EXCEL_EPOCH = date(1899, 12, 30)
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
AMOUNT_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 10**3, "百万": 10**6, "百萬": 10**6}
AREA_UNITS = {"坪": Decimal("3.305785"), "ping": Decimal("3.305785"), "sqft": Decimal("0.09290304"),
              "ft²": Decimal("0.09290304"), "亩": Decimal("666.6667"), "畝": Decimal("666.6667")}  # fmt: skip
NO_MINOR_UNITS = {"JPY", "KRW", "VND", "ISK"}
YES = {"1", "y", "yes", "true", "是", "有", "已", "对", "對", "k", "kyllä", "x", "✓", "√"}
NO = {"0", "n", "no", "false", "否", "无", "無", "未", "不", "ei", "-"}


def text(cell: str, **options) -> str:
    """One line: tabs, full-width blanks and line ends become single blanks."""
    return BLANKS.sub(" ", cell).strip()


def paragraphs(cell: str, **options) -> str:
    """Several lines, each tidied, empty ones left out."""
    lines = (BLANKS.sub(" ", line).strip() for line in cell.splitlines())
    return "\n".join(line for line in lines if line)


def day(cell: str, *, order: str = "ymd", era: str = "", **options) -> date:
    """2020-01-06, 2020/1/6, 6.1.2020 with order "dmy", 2020年1月6日, 1090106 with era "roc", 民國109年1月6日."""
    written = unicodedata.normalize("NFKC", cell).strip()
    roc = era == "roc" or bool(ROC_WORDS.search(written))
    numbers = [int(found) for found in NUMBERS.findall(CLOCK.sub(" ", written.replace("T", " ")))]
    digits, _point, fraction = written.partition(".")
    try:
        if digits.isdecimal() and len(digits) in (5, 6, 7, 8) and (not fraction or fraction.isdecimal()):
            return _compact(digits, order, roc)
        year, month, number = _in_order(numbers[:3], order)
        return date(year + 1911 if roc else _century(year), month, number)
    except (ValueError, IndexError) as exc:
        raise ValueError(_("“%(cell)s” is not a date.") % {"cell": cell.strip()[:40]}) from exc


def _compact(digits: str, order: str, roc: bool) -> date:
    """Digits only: 20200106, 1090106 or 990106 in the ROC era, otherwise the day number of a spreadsheet."""
    if roc and len(digits) in (6, 7):
        return date(int(digits[:-4]) + 1911, int(digits[-4:-2]), int(digits[-2:]))
    if len(digits) == 8 and order == "ymd":
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 8:
        year, month, number = _in_order([int(digits[:2]), int(digits[2:4]), int(digits[4:])], order)
        return date(year, month, number)
    if len(digits) == 5 and not roc:
        return EXCEL_EPOCH + timedelta(days=int(digits))
    raise ValueError(digits)


def _in_order(numbers: list[int], order: str) -> tuple[int, int, int]:
    """Year, month, day. A number of four digits in front is the year, whatever the order says."""
    first, second, third = numbers
    if order == "ymd" or first > 31:
        return first, second, third
    return (third, second, first) if order == "dmy" else (third, first, second)


def _century(year: int) -> int:
    if year > 99:
        return year
    return year + (2000 if year < 70 else 1900)


def moment(cell: str, *, zone: str = "UTC", **options) -> datetime:
    """A date with or without a time of day, in the zone of the source; without a time it is the day's beginning."""
    found = CLOCK.search(unicodedata.normalize("NFKC", cell))
    at = time(0)
    if found:
        hour = int(found[1]) % 12 if found[4] else int(found[1])
        hour += 12 if found[4] and found[4].lower() == "pm" else 0
        try:
            at = time(hour, int(found[2]), int(found[3] or 0))
        except ValueError as exc:
            raise ValueError(_("“%(cell)s” is not a time of day.") % {"cell": found[0]}) from exc
    return datetime.combine(day(cell, **options), at, ZoneInfo(zone))


def number(cell: str, **options) -> Decimal:
    """1,234.5 and 1 234,5 and １２３４ alike."""
    plain = re.sub(r"[\s'’]", "", unicodedata.normalize("NFKC", cell))
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point and not re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain)
    except InvalidOperation as exc:
        raise ValueError(_("“%(cell)s” is not a number.") % {"cell": cell.strip()[:40]}) from exc
    if not value.is_finite():
        raise ValueError(_("“%(cell)s” is not a number.") % {"cell": cell.strip()[:40]})
    return value


def whole(cell: str, **options) -> int:
    """A whole number, in digits or in Chinese numerals: 12, 十二, 二十五層, B1 or 地下一層 below zero."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    below = plain.startswith(("地下", "B", "b", "-"))
    digits = NUMBERS.search(plain)
    value = int(digits[0]) if digits else _chinese(plain)
    if value is None:
        raise ValueError(_("“%(cell)s” is not a number.") % {"cell": cell.strip()[:40]})
    return -value if below else value


def floor(cell: str, **options) -> int | None:
    """The first floor named in a list of floors; "全" and words that name none give nothing."""
    try:
        return whole(re.split(r"[,，、;；]", cell.strip())[0])
    except ValueError:
        return None


def _chinese(plain: str) -> int | None:
    total, digit, seen = 0, 0, False
    for sign in plain:
        if sign in DIGITS:
            digit, seen = DIGITS[sign], True
        elif sign in UNITS:
            total, digit, seen = total + (digit or 1) * UNITS[sign], 0, True
        elif seen:
            break
    return total + digit if seen else None


def area(cell: str, *, unit: str = "m2", **options) -> Decimal:
    """Square metres, from m², ㎡, 平方公尺, 坪 (ping), sq ft."""
    plain = unicodedata.normalize("NFKC", cell).strip().lower()
    factor = AREA_UNITS.get(unit, Decimal(1))
    for word, value in AREA_UNITS.items():
        if word in plain.replace("sq ft", "sqft"):
            factor = value
    figure = re.match(r"[\d\s.,]+", plain)
    if not figure:
        raise ValueError(_("“%(cell)s” is not an area.") % {"cell": cell.strip()[:40]})
    value = (number(figure[0]) * factor).quantize(Decimal("0.01"))
    return value or None


def amount(cell: str, *, currency: str = "CNY", unit: str = "", **options) -> int:
    """Minor units of the currency: 62000000, 1,234.56, NT$ 980萬, 128万元, 1 234,50 €."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    figure = re.search(r"-?\d[\d\s.,'’]*", plain)
    if not figure:
        raise ValueError(_("“%(cell)s” is not an amount of money.") % {"cell": cell.strip()[:40]})
    after = plain[figure.end() :].strip()
    factor = next(
        (AMOUNT_UNITS[word] for word in ("百万", "百萬", *AMOUNT_UNITS) if after.startswith(word)), 0
    )
    factor = factor or AMOUNT_UNITS.get(unit, 1)
    minor = 1 if currency in NO_MINOR_UNITS else 100
    return int((number(figure[0].strip()) * factor * minor).to_integral_value())


def phone(cell: str, **options) -> str:
    """Digits with an optional plus, as it stands there; an extension is left out."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    plain = re.split(r"(?:转|轉|分機|分机|ext\.?|x)\s*\d+$", plain, flags=re.IGNORECASE)[0]
    digits = re.sub(r"\D", "", plain)
    if len(digits) < 5:
        raise ValueError(_("“%(cell)s” is not a telephone number.") % {"cell": cell.strip()[:40]})
    return ("+" if plain.startswith("+") else "") + digits


def yes_no(cell: str, **options) -> bool:
    plain = text(cell).lower()
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise ValueError(_("“%(cell)s” is neither yes nor no.") % {"cell": cell.strip()[:40]})


def shortened(cell: str, *, length: int = 20, **options) -> str:
    """The end of a text that is too long for its field: in an address the end tells homes apart."""
    plain = text(cell)
    return plain if len(plain) <= length else plain[-length:]


CONVERTERS: dict[str, Callable] = {
    "text": text,
    "paragraphs": paragraphs,
    "date": day,
    "moment": moment,
    "number": number,
    "whole": whole,
    "floor": floor,
    "area": area,
    "amount": amount,
    "phone": phone,
    "yes_no": yes_no,
    "shortened": shortened,
}
