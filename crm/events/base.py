"""What a fact is: a frozen dataclass in the past tense that holds ids and facts, never personal data."""

import inspect
import types
import typing
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import ClassVar
from uuid import UUID

TYPES: dict[str, type["Event"]] = {}
PLAIN = (bool, int, float, str)
READERS = {UUID: UUID, datetime: datetime.fromisoformat, date: date.fromisoformat}

# A fact travels through logs, pages and backups: what would name a person has no place in it.
NEVER = frozenset(
    [
        "name",
        "phone",
        "mobile",
        "email",
        "address",
        "identity",
        "id_number",
        "birth_date",
        "words",
        "body",
        "text",
        "opinion_text",
        "answer_text",
    ]
)


class CannotSucceed(Exception):
    """Raised by a handler that knows that trying again is useless; the event goes dead at once."""


class TooDeep(CannotSucceed):
    """A fact that follows from a fact that follows from a fact …: a loop running in circles is cut here."""


@dataclass(frozen=True)
class Event:
    """Base of all facts. A fact names its `stream`, within which order is kept."""

    name: ClassVar[str] = "Event"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if personal := NEVER & inspect.get_annotations(cls).keys():
            raise TypeError(f"{cls.__name__} would carry personal data: {', '.join(sorted(personal))}")
        known = TYPES.get(cls.__name__)
        if known and known.__module__ != cls.__module__:
            raise TypeError(
                f"two facts are called {cls.__name__}: in {known.__module__} and {cls.__module__}"
            )
        cls.name = cls.__name__
        TYPES[cls.__name__] = cls

    @property
    def stream(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} must name its stream")

    def payload(self) -> dict:
        """The fields as JSON can hold them."""
        return {field.name: _written(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_payload(cls, payload: dict) -> "Event":
        """The fact again. A field the class no longer has is dropped; a new one takes its default."""
        kinds = _kinds(cls)
        known = {name: _read(kinds[name], payload[name]) for name in kinds if name in payload}
        missing = [f.name for f in fields(cls) if f.name not in known and _required(f)]
        if missing:
            raise CannotSucceed(f"{cls.__name__} lacks {', '.join(missing)}")
        return cls(**known)


def _required(field) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _kinds(cls) -> dict:
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _written(value):
    if value is None or isinstance(value, PLAIN):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    raise TypeError(f"a fact cannot hold a {type(value).__name__}")


def _read(kind, value):
    if value is None:
        return None
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kind = next(arm for arm in typing.get_args(kind) if arm is not type(None))
    if typing.get_origin(kind) in (list, tuple):
        inner = typing.get_args(kind)[0]
        return typing.get_origin(kind)(_read(inner, item) for item in value)
    return READERS[kind](value) if kind in READERS else value
