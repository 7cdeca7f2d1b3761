"""Who sees which personal value, and how much of it: one table of roles and columns.

Each app says it for its own columns in its `visible.py`: `declare_fields({"owners.owner.phone": {Role.AGENT:
MASKED, …}})`. Pages, lists, found rows, the API, exports and segments all ask `how` and show no more than it
says; a role that stands in no row of a column does not see it at all. What is masked is uncovered one value at
a time, with a reason (`services.reveal`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.accounts.models import Role
from crm.accounts.permissions import VERBS, covers
from crm.privacy import masking


class Show(StrEnum):
    CLEAR = "clear"
    MASKED = "masked"
    HIDDEN = "hidden"


CLEAR, MASKED, HIDDEN = Show.CLEAR, Show.MASKED, Show.HIDDEN
_RANK = {HIDDEN: 0, MASKED: 1, CLEAR: 2}


@dataclass(frozen=True)
class Column:
    """One row of the table: a column, who sees it how, what it is called, and how it is masked."""

    key: str
    roles: dict[str, Show]
    name: object = ""
    mask: Callable[[str], str] | None = None

    def for_role(self, role) -> Show:
        return self.roles.get(Role(role).value, HIDDEN)

    @property
    def most(self) -> Show:
        """What whoever may everything gets: as much as some role, for even he uncovers with a reason."""
        return max(self.roles.values(), key=_RANK.get, default=HIDDEN)


_columns: dict[str, Column] = {}


def declare_fields(table: dict[str, dict[Role, Show]], *, names=None, masks=None) -> None:
    """Adds rows to the table; `names` says what a column is called on pages, `masks` how it is masked."""
    names, masks = names or {}, masks or {}
    for key, roles in table.items():
        plain = {Role(role).value: Show(show) for role, show in roles.items()}
        column = Column(key, plain, names.get(key, ""), masks.get(key))
        if _columns.setdefault(key, column).roles != plain:
            raise ValueError(f"{key} is declared twice, with different words")
        if MASKED in plain.values() and _columns[key].mask is None:
            raise ValueError(f"{key} is masked for somebody: say how")


def whoever_may(verb: str) -> dict[str, Show]:
    """Clear for the roles that hold a verb: for what stands on a page that only they open."""
    return dict.fromkeys(VERBS[verb], CLEAR)


def by_verb(model: str, verb: str, *columns: str) -> dict[str, dict[str, Show]]:
    """Rows for columns of one table that stand only on pages and answers that ask for this verb."""
    return {f"{model}.{column}": whoever_may(verb) for column in columns}


def nobody(model: str, *columns: str) -> dict[str, dict[str, Show]]:
    """Rows for columns that are compared, searched or kept, and shown to nobody."""
    return {f"{model}.{column}": {} for column in columns}


def how(user, key: str, project=None) -> Show:
    """How much of this column the user sees; the most that one of his roles there gives. Unknown is a KeyError."""
    column = _columns[key]
    if not user.is_authenticated or not user.is_active:
        return HIDDEN
    if user.unrestricted:
        return column.most
    shown = (column.for_role(grant.role) for grant in user.held_grants if covers(grant, project))
    return max(shown, key=_RANK.get, default=HIDDEN)


def in_lists(user, key: str, verb: str) -> Show:
    """How much of this column a list shows that mixes places: no more than he sees in each where he may do `verb`."""
    if user.unrestricted or not user.is_active:
        return how(user, key)
    grants = [grant for grant in user.held_grants if grant.role in VERBS[verb]]
    everywhere = [grant.role for grant in grants if not any(_place(grant))]
    places = {_place(grant) for grant in grants}
    seen = [
        max(
            map(_columns[key].for_role, [*everywhere, *(g.role for g in grants if _place(g) == place)]),
            key=_RANK.get,
        )
        for place in places
    ]
    return min(seen, key=_RANK.get, default=HIDDEN)


def _place(grant) -> tuple:
    return grant.project_id, grant.city_id, grant.region_id


def shown(user, key: str, value, project=None) -> str:
    """The value as this user may see it: whole, masked, or nothing."""
    seen = how(user, key, project)
    if seen is HIDDEN or value in (None, ""):
        return ""
    return value if seen is CLEAR else masked(key, value)


def masked(key: str, value) -> str:
    """The value behind its mask, whoever asks."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return _columns[key].mask(text) if text else ""


def seen_of(user, keys, project=None) -> dict[str, Show]:
    """`how` for several columns: asked once for a page, not once for a row."""
    return {key: how(user, key, project) for key in keys}


def columns() -> list[Column]:
    """The whole table, in the order in which the apps declared it."""
    return list(_columns.values())


def column(key: str) -> Column:
    return _columns[key]


def is_declared(key: str) -> bool:
    return key in _columns


def year_only(value: str) -> str:
    """A day of birth behind its mask: the year, for most of what one asks is how old somebody is."""
    return value[:4] and f"{value[:4]}-**-**"


def last_four(value: str) -> str:
    """What a telephone number ends with is what is left of it behind its mask."""
    return f"••• {value}"


MASKS = masking.KINDS | {"birth_date": year_only, "last4": last_four}
