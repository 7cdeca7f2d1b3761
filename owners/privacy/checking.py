"""Whether a person may be erased now: what stands in the way, and what stays by law afterwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from owners.ties import AtErasure, all_ties

from .person import Person


@dataclass(frozen=True)
class Hindrance:
    """Something that must be ended first; `text` says what to do, `numbers` which."""

    text: object
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fate:
    """What becomes of the rows of one table."""

    model: str
    words: object
    rows: int
    erasure: AtErasure
    because: object = ""


_asked: dict[str, Callable[..., Iterable[Hindrance]]] = {}


def hinders(find: Callable[..., Iterable[Hindrance]]):
    """Makes a function (person) → hindrances known; each floor says its own in its `ties.py`."""
    _asked[f"{find.__module__}.{find.__qualname__}"] = find
    return find


def hindrances(person: Person) -> list[Hindrance]:
    """Everything that stands in the way, of all floors."""
    return [hindrance for find in _asked.values() for hindrance in find(person.owners)]


def fates(person: Person) -> list[Fate]:
    """What becomes of each table's rows, those that stay by law first; tables without any are left out."""
    listed = [
        Fate(tie.model, tie.words or tie.model, rows, tie.erasure, tie.because)
        for tie in all_ties()
        if (rows := sum(tie.rows(owner).order_by().distinct().count() for owner in person.owners))
    ]
    return sorted(listed, key=lambda fate: fate.erasure is not AtErasure.KEEP)
