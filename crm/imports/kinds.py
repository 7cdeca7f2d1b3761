"""What the rooms that take rows get and give.

`settings.IMPORT_KINDS` names for each kind a function `take(actor, rows, *, now) -> list[Taken]`. It writes rows in
bulk or one by one and answers for each in order. It runs inside a transaction and does not commit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Incoming:
    """One row for a room: its values by field, its reference in its source, and the project it belongs to."""

    values: dict[str, Any]
    source: str
    external_ref: str
    project: Any


@dataclass(frozen=True)
class Taken:
    """What became of it: the public number of what was made or was there, or why it was refused.

    `keys` names every row that was made of it, (model, key), so that the import can be undone.
    """

    subject: str = ""
    made: bool = True
    refused: str = ""
    keys: tuple[tuple[str, int], ...] = ()


def taker_of(kind: str) -> Callable[..., list[Taken]]:
    return import_string(settings.IMPORT_KINDS[kind])
