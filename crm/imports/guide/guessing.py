"""Which column of a file is which field, by its heading and by what stands under it. Pure.

A heading that is one of a field's names is believed; one that only resembles them needs its values to agree; a
column whose values can be nothing else (telephones, identity numbers, e-mail) needs no heading at all.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crm.imports.tables import column_name
from crm.written import Unread, days, identities, measures, money, phones

SURE, LIKELY, BY_VALUES = 1.0, 0.7, 0.6
MOST_VALUES = 100  # looked at in a column
MANY_COLUMNS, MOST_TITLES = 3, 3  # a title is told from names only over some columns, and in the first rows
AGREEING = 0.8  # share of the values that must read as what they are taken for
NAME = re.compile(r"[\u3400-\u9fff·]{2,4}|[A-ZÅÄÖ][\w'-]+ [A-ZÅÄÖ][\w'-]+")
HOME = re.compile(r"[A-Za-z]?\d{1,3}(?:[-栋棟幢号號座#]\d{1,2})?[-单單元]+\d{3,4}室?")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：]")


@dataclass(frozen=True)
class Guess:
    """A column's field, how sure that is, and what its values ask for: the order of a day, the unit of an area."""

    field: str
    score: float
    options: dict = field(default_factory=dict)


def guess(fields: dict[str, dict], columns: tuple[str, ...], values: list[list[str]]) -> dict[int, Guess]:
    """By column, the field of each that is known; no field twice."""
    found = []
    for place, heading in enumerate(columns):
        seen = [value for value in values[place] if value.strip()][:MOST_VALUES]
        if not heading:
            continue
        for name, rule in fields.items():
            score = _score(name, rule, heading, seen)
            if score:
                found.append((-score, place, name))
    taken: dict[int, Guess] = {}
    for score, place, name in sorted(found):
        if place not in taken and name not in {one.field for one in taken.values()}:
            seen = [value for value in values[place] if value.strip()][:MOST_VALUES]
            taken[place] = Guess(name, -score, options_of(fields[name].get("as", ""), columns[place], seen))
    return taken


def _score(name: str, rule: dict, heading: str, values: list[str]) -> float:
    """The certainty of a heading, and a little more where the values agree; 0 where it is another field."""
    said = _heading_score(rule, heading)
    agreeing = _agreeing(name, rule, heading, values)
    if said == SURE:
        return SURE + agreeing / 10
    if said == LIKELY and (agreeing >= AGREEING or (not values and agreeing == 0)):
        return LIKELY + agreeing / 10
    if agreeing >= AGREEING and name in BY_SIGHT and values:
        return BY_VALUES + agreeing / 10
    return 0


def _heading_score(rule: dict, heading: str) -> float:
    names = rule.get("column", [])
    names = [names] if isinstance(names, str) else names
    plain = _bare(heading)
    known = [_bare(column_name(name)) for name in names]
    if plain in known:
        return SURE
    parts = [
        name for name in known if len(name) >= 2 and (name in plain or (len(plain) >= 2 and plain in name))
    ]
    return LIKELY if parts else 0


def _bare(heading: str) -> str:
    return BRACKETS.sub("", heading).replace("_", " ").strip().casefold()


def _agreeing(name: str, rule: dict, heading: str, values: list[str]) -> float:
    """The share of the values that read as this field; 1 where it takes any text."""
    reads = BY_SIGHT.get(name) or READS.get(rule.get("as", ""))
    if "values" in rule:
        known = {word.casefold() for word in (*rule["values"], *rule["values"].values())}
        reads = lambda value: value.strip().casefold() in known  # noqa: E731
    if not values:
        return 0
    if reads is None:
        return 1
    options = options_of(rule.get("as", ""), heading, values)
    return sum(bool(_tried(reads, value, options)) for value in values) / len(values)


def _tried(reads: Callable, value: str, options: dict):
    try:
        return reads(value, **options) if options else reads(value)
    except (ValueError, TypeError):
        return False


def _telephone(value: str) -> bool:
    digits = phones.phone(value).lstrip("+")
    return len(digits) >= 8 and not re.fullmatch(r"(19|20)\d{6}", digits)


def _identity(value: str) -> bool:
    try:
        return bool(identities.identity(value))
    except Unread:
        return False


BY_SIGHT: dict[str, Callable] = {
    "phone": _telephone,
    "owner_phone": _telephone,
    "identity": _identity,
    "email": lambda value: EMAIL.fullmatch(value.strip()),
    "home": lambda value: HOME.fullmatch(value.strip()),
    "home_number": lambda value: HOME.fullmatch(value.strip()),
    "name": lambda value: NAME.fullmatch(value.strip()),
    "owner_name": lambda value: NAME.fullmatch(value.strip()),
}
READS: dict[str, Callable] = {
    "date": lambda value, **options: days.day(value, **options),
    "moment": lambda value, **options: days.day(value, **options),
    "area": lambda value, **options: measures.area(value, **options),
    "amount": lambda value, **options: (
        re.search(r"\d", value) and money.decimal(re.sub(r"[^\d.,]", "", value)) is not None
    ),
    "share": lambda value, **options: measures.share(value, **options),
    "phone": _telephone,
    "number": lambda value: money.decimal(value.strip()) is not None,
    "whole": lambda value: re.search(r"[\d一二三四五六七八九十]", value),
    "floor": lambda value: len(value.strip()) <= 12,
}


def options_of(conversion: str, heading: str, values: list[str]) -> dict:
    """What a column's heading and values say about how they are to be read."""
    if conversion in ("date", "moment"):
        return _order_of(values)
    if conversion == "area":
        return {"unit": "坪"} if "坪" in heading else {}
    if conversion == "amount":
        return (
            {"unit": "万"}
            if re.search(r"[(（]\s*[万萬]", heading) or heading.endswith(("万元", "萬元"))
            else {}
        )
    if conversion == "share":
        return {"unit": "percent"} if "%" in heading or _all_above_one(values) else {}
    return {}


def _order_of(values: list[str]) -> dict:
    """Whether the day or the month comes first: whichever number of any row is no month."""
    found = [re.match(r"\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b", value) for value in values]
    found = [one for one in found if one]
    if not found:
        return {}
    if any(int(one[1]) > 12 for one in found):
        return {"order": "dmy"}
    if any(int(one[2]) > 12 for one in found):
        return {"order": "mdy"}
    return {}


def _all_above_one(values: list[str]) -> bool:
    numbers = [money.decimal(value.strip()) for value in values]
    return bool(numbers) and all(number is not None and number > 1 for number in numbers)


def heading_rows(lines: list[tuple[str, ...]]) -> int:
    """How many rows the heading has: a title and groups above the names of the columns, and those in two languages."""
    titles = _titles(lines)
    return titles + _named_rows(lines[titles:])


def _titles(lines: list[tuple[str, ...]]) -> int:
    """How many of the first rows stand over the names: few cells are filled, and what follows is full of words."""
    filled = [[cell for cell in line if cell.strip()] for line in lines]
    width = max(map(len, filled), default=0)
    if width < MANY_COLUMNS:
        return 0
    titles = next((at for at, cells in enumerate(filled) if len(cells) * 2 > width), 0)
    if not 0 < titles <= MOST_TITLES or any(len(cells) != len(set(cells)) for cells in filled[:titles]):
        return 0
    numbered = [cell for cell in filled[titles] if re.search(r"\d", cell)]
    return titles if len(numbered) * 3 < len(filled[titles]) else 0


def _named_rows(lines: list[tuple[str, ...]]) -> int:
    """Two where the second row says the first again, in words and without a number."""
    if len(lines) < 3:
        return 1
    second, below = lines[1], lines[2:]
    filled = [cell for cell in second if cell.strip()]
    if len(filled) < 2 or any(re.search(r"\d", cell) for cell in filled):
        return 1
    has_numbers = [
        any(re.search(r"\d", row[place]) for row in below if place < len(row)) for place in range(len(second))
    ]
    return 2 if sum(has_numbers) >= max(1, len(filled) // 3) else 1
