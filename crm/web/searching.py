"""What a search finds, in one shape for page, glance and API; each room fills the slot `search` with such groups.

A filling is a function `(request, query, size, skip)` that answers a `Found`, or None where the person may not look
there at all. It shows only what he may see.
"""

import json
from dataclasses import dataclass, field

from crm.text.highlights import Piece, words_of
from crm.web import sealed, slots

GLANCE, PAGE, DEEPEST = 5, 20, 400
SUGGESTED = 3


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its name and what stands beside it, in pieces that know what fits."""

    title: list[Piece]
    url: str
    number: str
    lines: list[list[Piece]] = field(default_factory=list)
    tail: str = ""
    fit: str = ""


@dataclass(frozen=True)
class Found:
    """What one room found of its kind; `more` says whether that was not all."""

    kind: str
    label: str
    hits: list[Hit]
    more: bool = False
    all_url: str = ""

    @property
    def count(self) -> str:
        return f"{len(self.hits)}+" if self.more else str(len(self.hits))


def found(kind: str, label: str, hits: list[Hit], size: int, all_url: str = "") -> Found:
    """A group of at most `size` hits out of one more, which was only asked for to see whether there is more."""
    more = len(hits) > size
    return Found(kind, str(label), hits[:size], more, all_url if more else "")


def search(request, query: str, *, kinds=(), size: int = PAGE, skip: int = 0) -> list[Found]:
    """All groups in which this person may look, or those of the kinds asked for, empty ones too."""
    answers = (
        filling(request, query=query, size=size, skip=skip)
        for filling in slots.fillings("search")
        if not kinds or kind_of(filling) in kinds
    )
    return [answer for answer in answers if answer is not None]


def kind_of(filling) -> str:
    """The kind a filling answers: the last word of its path."""
    path = filling.render if isinstance(filling.render, str) else filling.render.__qualname__
    return path.rpartition(".")[2].removeprefix("found_")


def meant(request, query: str) -> list[str]:
    """Shorter searches that do find something, where a search of several words or a long one finds nothing."""
    words = words_of(query)
    tries = words if len(words) > 1 else _halves(words[0]) if words else []
    found_by = [part for part in dict.fromkeys(tries) if part != query][: 2 * SUGGESTED]
    return [part for part in found_by if any(group.hits for group in search(request, part, size=1))][
        :SUGGESTED
    ]


def _halves(word: str) -> list[str]:
    if len(word) < 4:
        return []
    middle = (len(word) + 1) // 2
    return [word[:-1], word[:middle], word[middle:]]


def cursor(query: str, kind: str, skip: int) -> str:
    """Where the API goes on, sealed as the words are."""
    return sealed.seal(json.dumps([query, kind, skip]))


def read_cursor(value: str) -> tuple[str, str, int] | None:
    try:
        query, kind, skip = json.loads(sealed.opened(value))
    except ValueError:
        return None
    return query, kind, min(int(skip), DEEPEST)
