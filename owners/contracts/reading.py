"""Amounts and shares as people write them. Pure; the imports read with it too."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

_UNITS = {"亿": 100_000_000, "億": 100_000_000, "万": 10_000, "萬": 10_000, "千": 1_000}
_NOISE = re.compile(r"[\s,_'’]|CNY|RMB|EUR|TWD|NT\$|HK\$|HKD|人民币|元|圆|圓|€|¥|￥|\$", re.IGNORECASE)


class ReadingRefused(ValueError):
    """The text is not what it should be; the message says so to whoever typed it."""


def minor_units(written: str, currency: str) -> int:
    """An amount in minor units: 3,800,000 · 380万 · 1.2亿 · 245 000,50 € all read as meant."""
    plain = _NOISE.sub("", _decimal_point(unicodedata.normalize("NFKC", str(written))))
    factor = 1
    if plain and plain[-1] in _UNITS:
        factor, plain = _UNITS[plain[-1]], plain[:-1]
    try:
        value = _number(plain) * factor
    except InvalidOperation:
        raise ReadingRefused(_("This is not an amount.")) from None
    if not 0 <= value < Decimal(10) ** 15:
        raise ReadingRefused(_("The amount cannot be less than nothing."))
    minor = value.scaleb(get_currency_precision(currency))
    if minor != minor.to_integral_value():
        raise ReadingRefused(_("The amount has more decimals than its currency."))
    return int(minor)


def _number(plain: str) -> Decimal:
    value = Decimal(plain)
    if not value.is_finite():
        raise InvalidOperation
    return value


def _decimal_point(text: str) -> str:
    """A comma with one or two digits after it at the end is a decimal comma; any other parts thousands."""
    return re.sub(r",(\d{1,2})(?=\D*$)", r".\1", text) if "." not in text else text


def share_of(written: str) -> Decimal:
    """A share as a fraction of the whole: 1, 1/3, 50 %, 0.25."""
    plain = unicodedata.normalize("NFKC", str(written)).replace(" ", "").replace(",", ".")
    try:
        if "/" in plain:
            above, below = plain.split("/", 1)
            value = _number(above) / _number(below)
        elif plain.endswith("%"):
            value = _number(plain[:-1]) / 100
        else:
            value = _number(plain)
    except (InvalidOperation, ZeroDivisionError):
        raise ReadingRefused(_("This is not a share.")) from None
    if not 0 < value <= 1:
        raise ReadingRefused(_("A share is more than nothing and at most the whole."))
    return value.quantize(Decimal("0.000001"))
