"""Named places on low floors that higher floors fill, so that a page never imports what stands above it.

Rooms fill them once, in their `AppConfig.ready`. The frame itself asks `rail`, `landing_for` and `searches`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.module_loading import import_string

_fillings: dict[str, dict[str, "Filling"]] = {}
_rail: dict[str, "Entry"] = {}
_landings: dict[str, str] = {}


@dataclass(frozen=True)
class Filling:
    """One contribution to a slot; `render(request, **context)` gives html, or None to stay silent."""

    render: Callable | str
    order: int

    def __call__(self, request, **context):
        render = import_string(self.render) if isinstance(self.render, str) else self.render
        return render(request, **context)


@dataclass(frozen=True)
class Entry:
    """One word of the rail. A key with a dot ("desk.slips") stands under the part before the dot."""

    key: str
    label: object
    url_name: str
    icon: str
    verb: str | None
    order: int
    holds: bool = False
    later: bool = False

    @property
    def parent(self) -> str:
        return self.key.rpartition(".")[0]


def fill(slot: str, render: Callable | str, *, order: int = 100) -> None:
    """Adds `render` (a function or its dotted path) to a slot. Filling the same one twice counts once."""
    identity = render if isinstance(render, str) else f"{render.__module__}.{render.__qualname__}"
    _fillings.setdefault(slot, {})[identity] = Filling(render, order)


def fillings(slot: str) -> list[Filling]:
    return sorted(_fillings.get(slot, {}).values(), key=lambda filling: filling.order)


def rendered(slot: str, request, **context) -> list[str]:
    """What the rooms above say in this slot, in order; the silent ones are left out."""
    answers = (filling(request, **context) for filling in fillings(slot))
    return [answer for answer in answers if answer]


def navigation(
    key: str, label, url_name: str, icon: str, verb: str | None, order: int = 100, *, later: bool = False
) -> None:
    """Puts a word on the rail, shown to whoever may use `verb` (None: everyone who is signed in).

    `later`: not of every day; where its part has many words, it stands under "More".
    """
    _rail[key] = Entry(key, label, url_name, icon, verb, order, later=later)


def group(key: str, label, url_name: str, icon: str, order: int = 100) -> None:
    """A word of the rail that only holds others: shown to whoever may use one of them."""
    _rail[key] = Entry(key, label, url_name, icon, None, order, holds=True)


def rail() -> Iterable[Entry]:
    return sorted(_rail.values(), key=lambda entry: entry.order)


def landing(role: str, url_name: str) -> None:
    """The page a role starts its day on."""
    _landings[role] = url_name


def landing_for(roles: Iterable[str]) -> str | None:
    """The start page of the first of these roles that has one."""
    return next((_landings[role] for role in roles if role in _landings), None)
