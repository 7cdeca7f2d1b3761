"""What is tied to an owner: every table of the house whose rows are his, and what becomes of them.

Three things must reach all of these rows and forget none: a merge (the rows follow), the export of one person
(the rows are told) and the erasure of one person (the rows go, are emptied, or stay where the law obliges).
Each app says what is tied to an owner in its own `ties.py`; a test holds the list against all models.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Q, QuerySet

ABOUT_OWNER = "owners.owner"


class AtErasure(StrEnum):
    """What becomes of a row when the person it belongs to is erased."""

    DELETE = "delete"  # the row goes
    EMPTY = "empty"  # the row stays without what it said of the person
    BLOT = "blot"  # others are spoken of in the row too: it stays, and what names the person is blotted out
    KEEP = "keep"  # the law obliges us to keep it; it points at a pseudonym afterwards


class Form(StrEnum):
    """How a row names its owner."""

    KEY = "key"  # a foreign key, or a path of them
    REFERENCE = "reference"  # "owners.owner:17" in a text column of the ground floor
    NUMBER = "number"  # the owner's public number in a text column


@dataclass(frozen=True)
class Tie:
    """One way from a table to an owner.

    `path` is the column (or `a__b` through the row it hangs on); where no path leads there, `find` gives the
    rows of an owner instead. Only direct ties move at a merge; what hangs on them comes along. `alike` names
    the columns that may stand only once for each owner: a row whose like the kept owner has already stays
    behind with the merged one; `alike_while` says which rows are meant, where not all are. `stays` is the reason
    why rows do not follow at all. `words` is what pages call the rows. At an erasure that empties, every personal column but references is blanked,
    and `blanks` says with what where nothing will not do. `because` names the duty to keep. `file`
    gives the file behind a row, its name and its bytes, which the export of a person holds too.
    """

    model: str
    path: str = "owner"
    form: Form = Form.KEY
    alike: tuple[str, ...] = ()
    alike_while: Q | None = None
    stays: str = ""
    words: object = ""
    erasure: AtErasure = AtErasure.EMPTY
    blanks: tuple[tuple[str, object], ...] = ()
    because: str = ""
    told: bool = True
    find: Callable[..., Q] | None = None
    file: Callable[..., tuple[str, bytes] | None] | None = None

    @property
    def direct(self) -> bool:
        return "__" not in self.path and self.find is None

    @property
    def table(self):
        return apps.get_model(self.model)

    def rows(self, owner) -> QuerySet:
        """The rows of this table that are the owner's."""
        where = self.find(owner) if self.find else Q(**{self.path: self.named(owner)})
        return self.table._default_manager.filter(where)

    def named(self, owner):
        """How this owner stands in the column."""
        if self.form is Form.REFERENCE:
            return f"{ABOUT_OWNER}:{owner.pk}"
        return owner.number if self.form is Form.NUMBER else owner.pk


_ties: dict[tuple[str, str], Tie] = {}


def register(ties: Iterable[Tie]) -> None:
    """Adds an app's ties to the list; said twice counts once."""
    for tie in ties:
        _ties[tie.model, tie.path] = tie


def all_ties() -> list[Tie]:
    """Every tie of the house, in the order of the floors."""
    return list(_ties.values())


def direct_ties() -> list[Tie]:
    """Those that stand in the row itself; the rest hangs on them."""
    return [tie for tie in all_ties() if tie.direct]


def moving_ties() -> list[Tie]:
    """Those whose rows a merge carries over."""
    return [tie for tie in direct_ties() if not tie.stays]
