"""Reading a tree of conditions: what it means, or what is wrong with it and where; no database, no clock.

A tree is `{"join": "all", "parts": […]}`, where a part is another such group or a condition
`{"field": "stage.is", "is": "any_of", "value": ["settling_in"], "where": {…}}`. An error is named by its path,
as in `/parts/0/parts/2/value`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .fields import Field, find
from .periods import EARLIEST, LATEST, Days, Span
from .terms import (
    BARE,
    DEEPEST,
    LARGEST_AMOUNT,
    LARGEST_NUMBER,
    LISTED,
    LONGEST_SPAN,
    LONGEST_TEXT,
    MOST_CONDITIONS,
    MOST_VALUES,
    RANGES,
    SPANS,
    Join,
    Kind,
    Operator,
    Unit,
)

EMPTY = {"join": Join.ALL.value, "parts": []}


@dataclass(frozen=True)
class Amount:
    """Bounds in minor units of one currency."""

    low: int | None
    high: int | None
    currency: str


@dataclass(frozen=True)
class Condition:
    field: Field
    operator: Operator
    value: object = None
    where: dict = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True)
class Group:
    join: Join
    parts: tuple
    path: str = ""


class Wrong(Exception):
    """One thing that is wrong, at one place."""

    def __init__(self, path: str, sentence: str):
        self.path, self.sentence = path, sentence
        super().__init__(sentence)


class Invalid(Exception):
    """What is wrong with a tree: a sentence for each path."""

    def __init__(self, wrong: dict[str, str]):
        self.wrong = wrong
        super().__init__(str(wrong))


def read(tree, *, known=find) -> Group:
    """The tree as it is meant; every wrong place at once, or `Invalid`."""
    reading = _Reading(known)
    group = reading.group(tree, "", 1)
    if not reading.wrong and not reading.conditions:
        reading.wrong[""] = _("Add a condition: a segment of everybody is no segment.")
    if reading.conditions > MOST_CONDITIONS:
        reading.wrong[""] = _("A segment holds at most %(most)s conditions.") % {"most": MOST_CONDITIONS}
    if reading.wrong:
        raise Invalid(reading.wrong)
    return group


def conditions(group: Group) -> Iterator[Condition]:
    """All conditions of a tree, in the order in which they are written."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from conditions(part)
        else:
            yield part


class _Reading:
    """One walk over a tree, which collects what is wrong instead of stopping at the first."""

    def __init__(self, known):
        self.known, self.wrong, self.conditions = known, {}, 0

    def group(self, node, path: str, depth: int) -> Group | None:
        if not isinstance(node, dict) or not isinstance(node.get("parts"), list):
            return self.say(path, _("This is no group of conditions."))
        if set(node) - {"join", "parts"}:
            self.say(path, _("A group has nothing but its join and its parts."))
        if node.get("join") not in Join.values:
            self.say(f"{path}/join", _("Say whether all, one or none of these must hold."))
        if depth > DEEPEST:
            return self.say(path, _("Groups stand at most %(most)s deep.") % {"most": DEEPEST})
        if depth > 1 and not node["parts"]:
            self.say(path, _("This group is empty: add a condition, or take it away."))
        if len(node["parts"]) > MOST_CONDITIONS:
            return self.say(
                path, _("A segment holds at most %(most)s conditions.") % {"most": MOST_CONDITIONS}
            )
        parts = tuple(
            self.part(part, f"{path}/parts/{index}", depth) for index, part in enumerate(node["parts"])
        )
        return None if self.wrong else Group(Join(node["join"]), parts, path)

    def part(self, node, path: str, depth: int):
        if isinstance(node, dict) and "parts" in node:
            return self.group(node, path, depth + 1)
        self.conditions += 1
        try:
            return _condition(node, path, self.known)
        except Wrong as wrong:
            return self.say(wrong.path, wrong.sentence)

    def say(self, path: str, sentence: str) -> None:
        self.wrong.setdefault(path, sentence)


def _condition(node, path: str, known) -> Condition:
    if not isinstance(node, dict) or set(node) - {"field", "is", "value", "where"}:
        raise Wrong(path, _("This is no condition."))
    key = node.get("field")
    field = known(key) if isinstance(key, str) else None
    if field is None:
        raise Wrong(f"{path}/field", _("Choose what this condition asks about."))
    if node.get("is") not in field.operators:
        raise Wrong(f"{path}/is", _("This cannot be asked of %(field)s.") % {"field": field.label})
    operator = Operator(node["is"])
    value = _value(field, operator, node.get("value"), f"{path}/value")
    return Condition(field, operator, value, _where(field, node.get("where"), f"{path}/where"), path)


def _value(field: Field, operator: Operator, said, path: str):
    if operator in BARE:
        if said not in (None, "", []):
            raise Wrong(path, _("Nothing more is to be said here."))
        return None
    if operator in LISTED:
        return _choices(field.choices, said, path)
    if operator in SPANS:
        return _span(said, path)
    if operator == Operator.IN_MONTH:
        return _months(said, path)
    if operator in RANGES and field.kind != Kind.MONEY:
        return _range(field, operator, said, path)
    return _single(field, operator, said, path)


def _single(field: Field, operator: Operator, said, path: str):
    match field.kind:
        case Kind.NUMBER | Kind.COUNT:
            return _number(field, said, path)
        case Kind.MONEY:
            return _amount(operator, said, path)
        case Kind.DATE:
            return _day(said, path)
        case Kind.TEXT:
            return _text(said, path)
    raise Wrong(path, _("This cannot be read."))


def _range(field: Field, operator: Operator, said, path: str) -> tuple:
    if not isinstance(said, list) or len(said) != 2:
        raise Wrong(path, _("Give both ends."))
    low, high = (_single(field, operator, end, f"{path}/{index}") for index, end in enumerate(said))
    if low > high:
        raise Wrong(path, _("The first must not be after the second."))
    return low, high


def _choices(choices, said, path: str) -> tuple[str, ...]:
    if not isinstance(said, list) or not said:
        raise Wrong(path, _("Choose at least one."))
    if len(said) > MOST_VALUES:
        raise Wrong(path, _("Choose at most %(most)s.") % {"most": MOST_VALUES})
    allowed = None if callable(choices) else {value for value, _label in choices}
    for index, value in enumerate(said):
        plain = isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and "\0" not in value
        if not plain or (allowed is not None and value not in allowed):
            raise Wrong(f"{path}/{index}", _("This is not among the choices."))
    return tuple(dict.fromkeys(said))


def _number(field: Field, said, path: str):
    largest = field.largest or LARGEST_NUMBER
    whole = field.kind == Kind.COUNT
    try:
        if isinstance(said, bool) or not isinstance(said, int | float | str) or len(str(said)) > 16:
            raise ValueError
        number = int(said) if whole else Decimal(str(said))
        if not whole and (not number.is_finite() or number != round(number, 2)):
            raise ValueError
        if whole and Decimal(str(said)) != number:
            raise ValueError
    except (ValueError, InvalidOperation, OverflowError):
        raise Wrong(path, _("Give a number.")) from None
    if not 0 <= number <= largest:
        raise Wrong(path, _("Give a number from 0 to %(largest)s.") % {"largest": f"{largest:,}"})
    return number


def _amount(operator: Operator, said, path: str) -> Amount:
    if not isinstance(said, dict) or set(said) - {"amount", "to", "currency"}:
        raise Wrong(path, _("Give an amount and its currency."))
    currency = said.get("currency")
    if not isinstance(currency, str) or not (
        len(currency) == 3 and currency.isascii() and currency.isupper()
    ):
        raise Wrong(f"{path}/currency", _("Choose a currency."))
    first = _minor_units(said.get("amount"), f"{path}/amount")
    if operator == Operator.AT_LEAST:
        return Amount(first, None, currency)
    if operator == Operator.AT_MOST:
        return Amount(None, first, currency)
    second = _minor_units(said.get("to"), f"{path}/to")
    if first > second:
        raise Wrong(path, _("The first must not be after the second."))
    return Amount(first, second, currency)


def _minor_units(said, path: str) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or abs(said) > LARGEST_AMOUNT:
        raise Wrong(path, _("Give an amount."))
    return said


def _day(said, path: str) -> date:
    try:
        day = date.fromisoformat(said) if isinstance(said, str) and len(said) == 10 else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day < LATEST:
        raise Wrong(path, _("Give a date."))
    return day


def _span(said, path: str) -> Span:
    if not isinstance(said, dict) or set(said) - {"n", "unit"}:
        raise Wrong(path, _("Say how long."))
    n = said.get("n")
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= LONGEST_SPAN:
        raise Wrong(f"{path}/n", _("Give a number from 1 to %(largest)s.") % {"largest": f"{LONGEST_SPAN:,}"})
    if said.get("unit") not in Unit.values:
        raise Wrong(f"{path}/unit", _("Choose days, weeks, months or years."))
    return Span(n, said["unit"])


def _months(said, path: str) -> tuple[int, ...]:
    if not isinstance(said, list) or not said or len(said) > 12:
        raise Wrong(path, _("Choose at least one."))
    if any(isinstance(m, bool) or not isinstance(m, int) or not 1 <= m <= 12 for m in said):
        raise Wrong(path, _("This is not among the choices."))
    return tuple(dict.fromkeys(said))


def _text(said, path: str) -> str:
    plain = said.strip() if isinstance(said, str) else ""
    if not plain or "\0" in plain:
        raise Wrong(path, _("Write what to look for."))
    if len(plain) > LONGEST_TEXT:
        raise Wrong(path, _("At most %(most)s signs.") % {"most": LONGEST_TEXT})
    return plain


def _where(field: Field, said, path: str) -> dict:
    if said in (None, {}):
        return {}
    if not isinstance(said, dict):
        raise Wrong(path, _("This cannot be read."))
    found = {}
    for key, value in said.items():
        narrowing = field.narrowing(key) if isinstance(key, str) else None
        if narrowing is None:
            raise Wrong(path, _("%(field)s cannot be narrowed in this way.") % {"field": field.label})
        if value in (None, [], {}):
            continue
        place = f"{path}/{key}"
        found[key] = (
            _period(value, place) if narrowing.is_period else _choices(narrowing.choices, value, place)
        )
    return found


def _period(said, path: str) -> Span | Days:
    """A span that ends today, or two days."""
    if isinstance(said, list) and len(said) == 2:
        first, last = (_day(day, f"{path}/{index}") for index, day in enumerate(said))
        if first > last:
            raise Wrong(path, _("The first must not be after the second."))
        return Days(first, last)
    return _span(said, path)
