"""From what stands in a cell to a value: dates of several eras, areas, amounts with units, phones. Pure.

Each converter takes the cell's text and the options of its rule, and raises ValueError with a sentence for people.
An empty cell never gets here. How people write such things is read by `crm.written`.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from crm.written import days, identities, measures, money, phones

BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")
NUMBERS = re.compile(r"\d+")
CLOCK = days.CLOCK
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
YES = {"1", "y", "yes", "true", "是", "有", "已", "对", "對", "k", "kyllä", "x", "✓", "√"}
NO = {"0", "n", "no", "false", "否", "无", "無", "未", "不", "ei", "-"}


def text(cell: str, **options) -> str:
    """One line: tabs, full-width blanks and line ends become single blanks."""
    return cell if cell.isalnum() else BLANKS.sub(" ", cell).strip()


def paragraphs(cell: str, **options) -> str:
    """Several lines, each tidied, empty ones left out."""
    lines = (BLANKS.sub(" ", line).strip() for line in cell.splitlines())
    return "\n".join(line for line in lines if line)


def day(cell: str, *, order: str = "ymd", era: str = "", century: int | None = None, **options) -> date:
    """2020-01-06, 6.1.2020, 2020年1月6日, 民國109年1月6日, 1090106, a spreadsheet's 43836; see `crm.written.days`."""
    return days.day(cell, order=order, era=era, century=century)


def moment(cell: str, *, zone: str = "UTC", **options) -> datetime:
    """A date with or without a time of day, in the zone of the source; without a time it is the day's beginning."""
    found = CLOCK.search(unicodedata.normalize("NFKC", cell).strip())
    at = time(0)
    if found:
        after_noon = (found[4] or "").lower().startswith("p") or "下午" in found[0]
        hour = int(found[1]) % 12 if found[4] or after_noon else int(found[1])
        hour += 12 if after_noon else 0
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


def area(cell: str, *, unit: str = "m2", **options) -> Decimal | None:
    """Square metres, from m², ㎡, 平方公尺, 坪 (ping), sq ft."""
    return measures.area(cell, unit=unit)


def share(cell: str, *, unit: str = "", **options) -> Decimal:
    """A part of the whole: 1/2, 50 %, 0.5, 二分之一."""
    return measures.share(cell, unit=unit)


def amount(cell: str, *, currency: str = "CNY", unit: str = "", **options) -> int:
    """Minor units of the currency: 62000000, 1,234.56, NT$ 980萬, 128万元, 1 234,50 €, 壹佰万元整."""
    return money.minor_units(cell, currency, unit=unit, negative=True)


def phone(cell: str, **options) -> str:
    """Digits with a plus before a foreign country's code; an extension is left out, two numbers are refused."""
    return phones.phone(cell)


def identity(cell: str, *, kind: str = "", **options) -> str:
    """An identity number with its check digit right; what has the form of none may be a passport and is kept."""
    if kind or identities.kind_of(identities.compared(cell)):
        return identities.identity(cell, kind)[1]
    return identities.compared(cell)


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
    "identity": identity,
    "share": share,
    "yes_no": yes_no,
    "shortened": shortened,
}
