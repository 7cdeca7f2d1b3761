"""Named places on a page that rooms of higher floors fill. The page asks the slot; it never asks the app."""

from collections import defaultdict
from collections.abc import Callable

_FILLED: dict[str, list[tuple[int, Callable]]] = defaultdict(list)


def fill(name: str, render: Callable, *, order: int = 100) -> None:
    """Put `render(request, **context) -> str | None` into the slot."""
    _FILLED[name].append((order, render))
    _FILLED[name].sort(key=lambda pair: pair[0])


def fillings(name: str) -> list[Callable]:
    return [render for _, render in _FILLED[name]]
