"""The fields that a segment can ask about. Each app registers its own; this room knows none of theirs by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from crm.privacy.visibility import CLEAR, Show

from .terms import OPERATORS, Kind, Operator


@dataclass(frozen=True)
class Reader:
    """Who asks, when, and in which projects he may have this asked; `projects` None is the whole house.

    `everywhere`: these are all the projects there are. Every row lies in one of them, so that none need be looked
    at for it, which the planner cannot know.
    """

    user: object
    now: datetime
    today: date
    projects: tuple[int, ...] | None = None
    everywhere: bool = False

    def seen(self, rows: QuerySet, path: str = "project") -> QuerySet:
        """Those of the rows that lie in the reader's projects: what he may not see does not count for him either."""
        if self.projects is None or self.everywhere:
            return rows
        return rows.filter(**{f"{path}__in": self.projects})

    def midnight(self, day: date) -> datetime:
        """The moment at which a day begins, on the calendar of the group."""
        return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))


@dataclass(frozen=True)
class Asked:
    """One condition as a field gets it to compile: read and checked."""

    operator: Operator
    value: object
    where: dict
    reader: Reader


@dataclass(frozen=True)
class Narrowing:
    """Which of the rows are counted: complaints only, severe ones only, the last twelve months only."""

    key: str
    label: object
    choices: tuple = ()  # empty: a period

    @property
    def is_period(self) -> bool:
        return not self.choices


@dataclass(frozen=True, eq=False)
class Field:
    """One thing that can be asked. `label` stands in the middle of a sentence; `compile` makes a condition of it.

    `verb` and `sees` say who may ask: the verb held, and each column seen at least so far, in the same project.
    """

    key: str
    label: object
    group: str
    kind: Kind
    compile: Callable[[Asked], Q]
    verb: str = "owners.view"
    sees: tuple[tuple[str, Show], ...] = ()
    choices: tuple | Callable = ()  # pairs, or a function (user, text, values) that finds some
    operators: tuple[Operator, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    noun: Callable[[int], str] | None = None  # of what is counted: complaint, complaints
    nouns: dict = field(default_factory=dict)  # the same, by the value of the first narrowing
    yes: object = ""
    no: object = ""
    largest: int = 0  # of a number that ends somewhere: 100 for a score

    def __post_init__(self):
        if not self.operators:
            object.__setattr__(self, "operators", OPERATORS[self.kind])

    @property
    def is_looked_up(self) -> bool:
        """Whether its values are too many to be listed, and are looked for instead."""
        return callable(self.choices)

    def narrowing(self, key: str) -> Narrowing | None:
        return next((each for each in self.narrowings if each.key == key), None)


_groups: dict[str, object] = {}
_fields: dict[str, Field] = {}


def register(group: str, label, fields: list[Field]) -> None:
    """Adds a group of fields to the catalogue. The same key twice, with another meaning, is an error."""
    _groups.setdefault(group, label)
    for each in fields:
        if each.group != group or not each.key.startswith(f"{group}."):
            raise ValueError(f"{each.key} does not belong to the group {group}")
        _fields[each.key] = each


def all_fields() -> list[Field]:
    """Every field of the house, in the order of the floors."""
    return list(_fields.values())


def find(key: str) -> Field | None:
    return _fields.get(key)


def groups() -> dict[str, object]:
    return dict(_groups)


def clearly(*columns: str) -> tuple[tuple[str, Show], ...]:
    """Columns that must be seen as they are to be asked about."""
    return tuple((column, CLEAR) for column in columns)
