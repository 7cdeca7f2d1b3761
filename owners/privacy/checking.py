"""Whether a person may be erased now: what stands in the way, what is perhaps his too, and what stays by law."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from crm.errors import Refused
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


@dataclass(frozen=True)
class Perhaps:
    """Something without a name that was dealt with as his: whoever erases him decides whether it was his own."""

    number: str
    at: datetime
    beside: str  # under which number of his it was dealt with


_asked: dict[str, Callable[..., Iterable[Hindrance]]] = {}
_unnamed: dict[str, tuple[Callable[..., Iterable[Perhaps]], Callable[..., None]]] = {}


def hinders(find: Callable[..., Iterable[Hindrance]]):
    """Makes a function (person) → hindrances known; each floor says its own in its `ties.py`."""
    _asked[f"{find.__module__}.{find.__qualname__}"] = find
    return find


def hindrances(person: Person) -> list[Hindrance]:
    """Everything that stands in the way, of all floors."""
    return [hindrance for find in _asked.values() for hindrance in find(person.owners)]


def may_be_his(find: Callable[..., Iterable[Perhaps]], take: Callable[..., None]) -> None:
    """Makes known what a floor holds that may be the person's: (owners) → what, and (owner, numbers) makes it his."""
    _unnamed[f"{find.__module__}.{find.__qualname__}"] = (find, take)


def perhaps(person: Person) -> list[Perhaps]:
    """What is perhaps his, of all floors."""
    return [one for find, _take in _unnamed.values() for one in find(person.owners)]


def take(person: Person, numbers: Iterable[str]) -> tuple[list[str], list[str]]:
    """Make those his that were said to be; the numbers taken, and those left as somebody else's."""
    known = {one.number for one in perhaps(person)}
    chosen = set(numbers)
    if chosen - known:
        raise Refused(fields={"also": _("There is no such case among those of unknown callers.")})
    for _find, take_over in _unnamed.values():
        take_over(person.owner, chosen)
    return sorted(chosen), sorted(known - chosen)


def fates(person: Person) -> list[Fate]:
    """What becomes of each table's rows, those that stay by law first; tables without any are left out."""
    listed = [
        Fate(tie.model, tie.words or tie.model, rows, tie.erasure, tie.because)
        for tie in all_ties()
        if (rows := sum(tie.rows(owner).order_by().distinct().count() for owner in person.owners))
    ]
    return sorted(listed, key=lambda fate: fate.erasure is not AtErasure.KEEP)
