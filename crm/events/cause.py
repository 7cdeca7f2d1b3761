"""Which event is being delivered right now, so that whatever is published meanwhile knows its cause and depth."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_current: ContextVar["Cause | None"] = ContextVar("cause", default=None)


@dataclass(frozen=True)
class Cause:
    """The delivered event: its row, its public id and how many facts lie before it."""

    row_id: int
    public_id: str
    depth: int


def current() -> Cause | None:
    """The event whose handler is running, or None where a person or a command acts."""
    return _current.get()


@contextmanager
def of(row):
    """Everything published inside follows from this outbox row."""
    token = _current.set(Cause(row.pk, str(row.public_id), row.depth))
    try:
        yield
    finally:
        _current.reset(token)
