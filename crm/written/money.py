"""Amounts of money: 3,800,000 · 380万 · 1.2亿元 · 245 000,50 € · NT$ 980萬 · 壹佰貳拾萬元整 · 12元5角."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from crm.written import Unread, numerals
from crm.written.plain import digits_kept, plain, shown

CURRENCIES = {
    "CNY": ("人民币", "人民幣", "CNY", "RMB"),
    "TWD": ("新台币", "新臺幣", "新台幣", "新臺币", "台币", "臺幣", "台幣", "NT$", "NTD", "TWD"),
    "HKD": ("港币", "港幣", "港元", "HK$", "HKD"),
    "EUR": ("euroa", "euro", "EUR", "欧元", "歐元", "€"),
    "USD": ("美元", "US$", "USD"),
}
ANY = ("¥", "￥", "$")  # written for several currencies
PIECES = ("元", "圆", "圓", "块", "塊")
WORDS = {
    "百万": 10**6,
    "百萬": 10**6,
    "千万": 10**7,
    "千萬": 10**7,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
    "千": 10**3,
    "million": 10**6,
    "milj.": 10**6,
    "milj": 10**6,
    "miljoonaa": 10**6,
    "thousand": 10**3,
    "tuhatta": 10**3,
}
MOST = Decimal(10) ** 15
_NUMBER = re.compile(r"[+-]?\d[\d ,.'’]*")
_PART = re.compile(rf"(?P<whole>[^元圆圓块塊角分]+)[元圆圓块塊](?:(?P<tenth>[\d{numerals.SIGNS}]+)[角毛])?(?:(?P<cent>[\d{numerals.SIGNS}]+)分)?")  # fmt: skip


def minor_units(written, currency: str, *, unit: str = "", negative: bool = False) -> int:
    """The amount in minor units of the currency. `unit` counts a column of, say, ten thousands (万).

    Raises Unread for what is no amount, is in another currency, or has more decimals than its currency.
    """
    text = digits_kept(plain(written))
    value = _value(_without_currency(text, currency), unit)
    if value is None:
        raise Unread(_("“%(cell)s” is not an amount of money.") % {"cell": shown(written)})
    if value < 0 and not negative:
        raise Unread(_("The amount cannot be less than nothing."))
    if abs(value) >= MOST:
        raise Unread(_("The amount is larger than any that is paid."))
    minor = _without_dust(value).scaleb(get_currency_precision(currency))
    if minor != minor.to_integral_value():
        raise Unread(_("The amount has more decimals than its currency."))
    return int(minor)


def _without_currency(text: str, currency: str) -> str:
    """The text less the words for its currency; refused where it names another one."""
    for code, words in CURRENCIES.items():
        for word in words:
            if word.casefold() in text.casefold():
                if code != currency:
                    sentence = _("“%(cell)s” is an amount in %(found)s; here it is %(wanted)s.")
                    raise Unread(sentence % {"cell": shown(text), "found": code, "wanted": currency})
                text = re.sub(re.escape(word), "", text, flags=re.IGNORECASE)
    for sign in ANY:
        text = text.replace(sign, "")
    return re.sub(r"[整正]$", "", text.strip()).strip()


def _value(text: str, unit: str) -> Decimal | None:
    if text.startswith("(") and text.endswith(")"):  # as bookkeepers write what is owed
        inside = _value(text[1:-1].strip(), unit)
        return None if inside is None else -inside
    text = text.replace("\u2212", "-")
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+-").strip()
    parts = _PART.fullmatch(text.replace(" ", "")) if any(word in text for word in PIECES) else None
    if parts is None:
        value = _counted(text, unit)
        return None if value is None else sign * value
    whole = _counted(parts["whole"], "")
    small = [numerals.number(parts[name] or "0") for name in ("tenth", "cent")]
    if whole is None or None in small:
        return None
    return sign * (whole + small[0] / 10 + small[1] / 100)


def _counted(text: str, unit: str) -> Decimal | None:
    """A number, with its own word for a unit or else the column's."""
    text = text.strip()
    figure = _NUMBER.match(text)
    if figure is None:
        return numerals.number(text) if text else None
    value, word = decimal(figure[0]), text[figure.end() :].strip().casefold()
    if value is None:
        return None
    if not word:
        return value * WORDS.get(unit, 1)
    if word in WORDS:
        return value * WORDS[word]
    return numerals.number(f"{value:f}{word}")  # 3亿2000万


def decimal(text: str) -> Decimal | None:
    """1,234.5 · 1 234,5 · 1'234 · 1.234.567: a mark that stands once, before one or two digits, is a decimal mark."""
    text = re.sub(r"(?<=\d)[ '’](?=\d{3}(?!\d))", "", text.strip())
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, mark = (".", ",") if comma > point else (",", ".")
    elif comma >= 0:
        thousands, mark = (",", ".") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", text) else ("", ",")
    else:
        thousands, mark = (".", ",") if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", text) else ("", ".")
    head, _mark, tail = text.partition(mark)
    if (
        thousands
        and thousands in head
        and not re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(thousands)}\d{{3}})+", head)
    ):
        return None
    joined = f"{head.replace(thousands, '') if thousands else head}.{tail or '0'}"
    try:
        return Decimal(joined) if re.fullmatch(r"[+-]?\d+\.\d+", joined) else None
    except InvalidOperation:
        return None


def _without_dust(value: Decimal) -> Decimal:
    """What a spreadsheet's binary fractions leave behind the tenth decimal is no part of the amount."""
    rounded = round(value, 6)
    return rounded if abs(value - rounded) < Decimal("0.0000001") else value
