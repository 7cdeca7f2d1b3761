"""What a kind of job gets and gives. Its function is named in `settings.JOB_KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Work:
    """One chunk as its function sees it. `actor` is who started the job: what it may do, the chunk may do."""

    job: UUID
    actor: object
    parameters: dict
    chunk: dict
    position: int


@dataclass
class Outcome:
    """What became of a chunk: rows taken, and the refused ones as they stood in the source.

    Each refused row is a dict of its columns and a `reason`; they are kept encrypted and given back as a file.
    """

    done: int = 0
    refused: list[dict] = field(default_factory=list)


def function_of(kind: str) -> Callable[..., Outcome]:
    """`run_chunk(work, *, now) -> Outcome`. It writes to our database only and does not commit by itself."""
    return import_string(settings.JOB_KINDS[kind])
