"""Which sums of money a text names, in which currency; pure."""

import re
from dataclasses import dataclass

from crm.written import Unread, money

SIGNS = {
    "€": "EUR",
    "NT$": "TWD",
    "HK$": "HKD",
    "US$": "USD",
    "¥": "CNY",
    "￥": "CNY",
    "RMB": "CNY",
    "EUR": "EUR",
}
UNITS = {
    "人民币": "CNY",
    "新台币": "TWD",
    "台币": "TWD",
    "港币": "HKD",
    "美元": "USD",
    "欧元": "EUR",
    "euroa": "EUR",
    "euron": "EUR",
    "euros": "EUR",
    "euro": "EUR",
    "eur": "EUR",
    "€": "EUR",
    "usd": "USD",
    "cny": "CNY",
    "rmb": "CNY",
    "twd": "TWD",
    "ntd": "TWD",
    "hkd": "HKD",
    "元": "",
    "块": "",
}
FIGURE = r"\d{1,9}(?:[ ,.'’]\d{3}){0,4}(?:[.,]\d{1,2})?"
WRITTEN = r"[零一二两三四五六七八九十百千]{1,9}"
COUNT = r"(?:\s?(?:百万|千万|万|亿|千|million|milj\.?|thousand|tuhatta|k))?"
SUM = re.compile(
    rf"(?P<sign>NT\$|HK\$|US\$|€|¥|￥|RMB|EUR|新台币|人民币|港币)?\s?(?P<figure>(?:{FIGURE}|{WRITTEN}){COUNT})\s?"
    rf"(?P<unit>{'|'.join(UNITS)})?(?![\w/])|(?P<sign2>NT\$|HK\$|€|¥|￥|新台币|人民币|港币)\s?(?P<figure2>{FIGURE}{COUNT})"
    rf"|(?P<figure3>(?:{FIGURE}|{WRITTEN}){COUNT})\s?(?P<unit3>{'|'.join(UNITS)})"
    # Ten thousands of nothing else are money: 八万八, 15万.
    r"|(?P<figure4>(?:\d{1,4}(?:\.\d)?|[一二两三四五六七八九十百]{1,4})万[零一二三四五六七八九千百]{0,5})"
    r"(?![\d.平人户次公个件元块张吨字步里米棵株套台])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sum:
    start: int
    end: int
    amount: int
    currency: str


def sums_in(text: str, currency: str) -> list[Sum]:
    """The sums of a folded text. A unit that several currencies share (元, ¥) is read as the project's own."""
    found = []
    for match in SUM.finditer(text):
        read = _sum(match, currency)
        if read is not None:
            found.append(read)
    return found


def _sum(match, currency: str) -> Sum | None:
    sign = (match["sign"] or match["sign2"] or "").upper()
    figure = match["figure"] or match["figure2"] or match["figure3"] or match["figure4"]
    unit = (match["unit"] or match["unit3"] or "").lower()
    if not sign and not unit and "万" not in figure:
        return None
    named = SIGNS.get(sign) or UNITS.get(sign.lower()) or UNITS.get(unit) or currency
    if sign in ("¥", "￥"):
        named = currency
    figure = re.sub(r"k$", "000", figure.strip(), flags=re.IGNORECASE).replace("两", "二")
    try:
        amount = money.minor_units(figure, named)
    except Unread:
        return None
    return Sum(match.start(), match.end(), amount, named)
