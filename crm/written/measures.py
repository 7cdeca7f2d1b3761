"""Areas of homes in square metres, and shares of them."""

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

from django.utils.translation import gettext as _

from crm.written import Unread, numerals
from crm.written.money import decimal
from crm.written.plain import digits_kept, plain, shown

METRES = (
    "m2",
    "m^2",
    "平方米",
    "平方公尺",
    "平米",
    "平方",
    "平",
    "sqm",
    "sq m",
    "sq.m",
    "neliö",
    "neliötä",
    "neliömetriä",
    "",
)
FEET = Decimal("0.09290304")
OTHERS = {
    "坪": Decimal("3.305785"),
    "ping": Decimal("3.305785"),
    **dict.fromkeys(("sqft", "sq ft", "sq.ft", "ft2", "平方呎", "平方英尺", "呎", "尺"), FEET),
}
LAND = ("亩", "畝", "公顷", "公頃", "hectare", "ha", "甲", "分地", "mu")
MOST = Decimal(1_000_000)
_FIGURE = re.compile(r"(\d[\d ,.'’]*)\s*(.*)")


def area(written, *, unit: str = "m2") -> Decimal | None:
    """Square metres with two decimals, from m², ㎡, 平方公尺, 坪, sq ft; nothing for 0.

    `unit` is the column's, where a cell has no word of its own. Raises Unread, also for measures of land.
    """
    text = digits_kept(plain(written)).casefold()
    figure = _FIGURE.fullmatch(text)
    value = decimal(figure[1]) if figure else None
    word = figure[2].strip().rstrip(".") if figure else ""
    if word.startswith(LAND):
        sentence = _("“%(cell)s” is a measure of land. Write the area of the home, in m² or 坪.")
        raise Unread(sentence % {"cell": shown(written)})
    if value is None or (word not in METRES and word not in OTHERS):
        raise Unread(_("“%(cell)s” is not an area.") % {"cell": shown(written)})
    factor = OTHERS.get(word or unit.casefold(), Decimal(1))
    value = (value * factor).quantize(Decimal("0.01"))
    if value > MOST:
        raise Unread(_("“%(cell)s” is more than any home has.") % {"cell": shown(written)})
    return value or None


def share(written, *, unit: str = "") -> Decimal:
    """A part of the whole: 1, 1/3, 50 %, 0.25, 三分之一, 一半; with `unit` "percent" a bare 50 is a half."""
    text = plain(written).replace(" ", "").replace("\u2044", "/")
    value = _part(text, unit)
    if value is None:
        raise Unread(_("“%(cell)s” is not a share. Write it as 1/2 or 0.5.") % {"cell": shown(written)})
    if not 0 < value <= 1:
        raise Unread(_("A share is more than nothing and at most the whole."))
    return value.quantize(Decimal("0.000001"))


def _part(text: str, unit: str) -> Decimal | None:
    if text in ("全部", "全", "100%"):
        return Decimal(1)
    if text in ("一半", "半"):
        return Decimal("0.5")
    try:
        if "分之" in text:
            below, above = (numerals.number(part) for part in text.replace("百分", "一百分").split("分之", 1))
            return None if below is None or above is None else above / below
        if "/" in text:
            above, below = (decimal(part) for part in text.split("/", 1))
            return None if below is None or above is None else above / below
        value = decimal(text.rstrip("%"))
    except (DivisionByZero, InvalidOperation):
        return None
    if value is None:
        return None
    return value / 100 if text.endswith("%") or unit == "percent" else value
