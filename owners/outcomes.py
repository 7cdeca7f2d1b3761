"""What became of one row of a bulk service; pure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """A new row, a row that was there already (`made` false), or a refusal in words.

    `beside` names rows that were made beside it, (model, key). With a refusal, `code` is the code the single service would have raised, and `row` is the row that
    stood in the way, if the actor may see it.
    """

    row: Any = None
    made: bool = False
    refused: str = ""
    code: str = ""
    beside: tuple[tuple[str, int], ...] = ()
