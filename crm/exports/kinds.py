"""What a room gives to be exported.

`settings.EXPORT_KINDS` names for each kind a function `(actor, parameters, *, now) -> Export`. It is called twice:
when the export is asked for, so that what is wrong is refused at once, and by the job that writes the file. So it
checks what the actor may, and leaves reading the rows to the iterator that it returns.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

A_TIME = 1000  # rows read and dressed together


@dataclass(frozen=True)
class Export:
    """Headings in the language of whoever asks, and rows of plain values: text, numbers, dates, moments, nothing.

    `count` tells how many rows are to come, for the bar; it is asked once, by the job.
    """

    columns: Sequence[str]
    rows: Iterable[Sequence]
    count: Callable[[], int] | None = None


def titled(title, *, whole: bool = False):
    """Names a kind for people; `whole` says that it can be taken without a filter, from the page of exports."""

    def decorate(function):
        function.title, function.whole = title, whole
        return function

    return decorate


def function_of(kind: str) -> Callable[..., Export]:
    return import_string(settings.EXPORT_KINDS[kind])


def title_of(kind: str) -> str:
    """The kind in words; a room that gave it none, or is gone, leaves the bare name."""
    if kind not in settings.EXPORT_KINDS:
        return kind
    return str(getattr(function_of(kind), "title", kind))


def whole_lists() -> list[str]:
    """The kinds that can be asked for without a filter."""
    return [kind for kind in settings.EXPORT_KINDS if getattr(function_of(kind), "whole", False)]


def batches(rows, size: int = A_TIME) -> Iterator[list]:
    """A queryset a thousand rows at a time, by a cursor of the server: memory stays as it is, however long the list.

    Dressing a batch costs its few statements once a thousand rows.
    """
    batch = []
    if (
        connection.in_atomic_block
    ):  # the whole list is wanted, not the first tenth for which a cursor is planned
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
    for row in rows.iterator(chunk_size=size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
