"""The one timeline of an owner: what this floor knows, and what the floors above add; endless, newest first.

A room fills the slot `owner.timeline` with a function

    def told(request, owner, before, kinds, limit) -> list[Entry]

that answers at most `limit` entries older than `before` (a Mark; None: from the newest on), newest first, of the
`kinds` asked for (a set of words; None: all), and only such as this user may see. It makes a fixed number of
statements and reads no more than `limit` rows of each table; an index on the owner and the moment serves each of
them. `owners.card.entries` does the hard part: `strand("case.closed", rows, "closed_at", tell, before=…, limit=…)`
reads one table from the mark on, `asked_for(kinds, "case")` says whether to read at all.

The name of a strand is unique in the house; what stands before its dot is the kind. An `Entry` has `kind`, `icon`,
`tone` (calm, accent, good, notice, late), `text`, `because`, `url`, `actor` (a display name) and `at` (an aware
datetime, or a date where no hour is known). Nothing of it may hold what is masked on the card.

The kinds a room adds are said in the slot `owner.timeline.kinds`: a function (request) → [(kind, label)], which is
silent where the user may see none of them.
"""

import heapq
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy

from crm.web import slots

from .entries import Entry, Mark

PAGE = 30
NO_SUCH_KIND = gettext_lazy("Choose one of the list.")
NO_SUCH_PLACE = gettext_lazy("This cursor is not valid here.")


@dataclass(frozen=True)
class Stretch:
    """Some entries of a timeline, newest first; `older` is where the next stretch begins (None: nothing is older)."""

    entries: list[Entry]
    older: str | None


def stretch(request, owner, *, before: Mark | None = None, kinds=None, limit: int = PAGE) -> Stretch:
    """The newest `limit` entries of all rooms before the mark: as many statements however long the story is."""
    asked = {"owner": owner, "before": before, "kinds": kinds, "limit": limit + 1}
    told = [filling(request, **asked) or [] for filling in slots.fillings("owner.timeline")]
    merged = heapq.merge(*map(_newest_first, told), key=lambda entry: entry.mark, reverse=True)
    found = list(islice(merged, limit + 1))
    shown = found[:limit]
    return Stretch(shown, shown[-1].mark.written() if len(found) > limit else None)


def kinds_for(request) -> dict[str, str]:
    """The kinds of entries this user may meet, with their words, in the order of the floors."""
    said = [pair for pairs in slots.rendered("owner.timeline.kinds", request) for pair in pairs]
    return dict(said)


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.mark, reverse=True)
