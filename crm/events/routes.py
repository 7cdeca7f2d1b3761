"""Who hears which fact: read from the one table that the settings name. This room imports nobody."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from django.conf import settings

from crm.events.base import CannotSucceed, Event


class _NoTable:
    """Where the top floor is not built: every fact waits and, delivered, goes dead with the reason."""

    ROUTES: dict = {}
    RECORDED_ONLY: dict = {}


def table():
    """The module with ROUTES and RECORDED_ONLY."""
    return _imported(settings.EVENT_ROUTES)


@cache
def _imported(module: str):
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return _NoTable


def handler_of(kind: type[Event]) -> Callable:
    """The handler of this kind of fact; no route is no reason to try again, but one to look at it."""
    try:
        return table().ROUTES[kind]
    except KeyError:
        raise CannotSucceed(f"{settings.EVENT_ROUTES} has no route for {kind.__name__}") from None


def title(name: str) -> str | None:
    """What pages call this fact, in the reader's language; None where the table has no name for it."""
    titles = getattr(table(), "TITLES", {})
    return str(titles[name]) if name in titles else None


def recorded_only(kind: type[Event]) -> bool:
    """Whether the table says that nobody acts on this fact."""
    return kind in table().RECORDED_ONLY
