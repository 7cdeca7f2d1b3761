"""The first few owners of a search in order of fit, with as few statements as it takes."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from crm.reading import Worded, beginning, one_after_another
from crm.text.sought import sought
from owners.people.models import Owner

from .allowed import asked_by
from .asked import Asked
from .owners import address_index, at_homes, exactly, find_owners, projects_of, seen_by
from .ways import Fit, fitting, part, way

FEW = 3  # as long as so few fit, those one slip of the finger away are looked for too


class Shown(NamedTuple):
    """What a list of found owners shows of one."""

    pk: int
    number: str
    name: str
    sealed_phone: bytes | None
    phone_last4: str
    stage: str

    @property
    def phone(self) -> str | None:
        """Opened for whom it is shown, not for all who were found."""
        return Owner._meta.get_field("phone").from_db_value(self.sealed_phone, None, connection)


@dataclass(frozen=True)
class Match:
    """An owner with the way in which he fits."""

    owner: Shown
    fit: Fit


def ranked_owners(user, query: str, size: int, skip: int = 0) -> list[Match]:
    """The first few in order of fit: exact before beginning before sound before part before near, then the newest.

    Each step asks only for as many as are still wanted; who looks for a frequent name pays for one statement.
    """
    asked = asked_by(user, query)
    if not asked.plain:
        return []
    search = _Search(user, asked, size + skip)
    if asked.is_number or asked.is_email:
        search.add([fitting(Fit.EXACT, find_owners(user, query).order_by("-id"))])
    elif asked.has_digits:
        _by_digits(search)
    else:
        _by_name(search)
    return search.found[skip:]


@dataclass
class _Search:
    """What has been found so far, nobody twice, until enough are."""

    user: object
    asked: Asked
    wanted: int
    found: list[Match] = field(default_factory=list)

    def __post_init__(self):
        self._known: set[int] = set()
        asked, everywhere = self.asked, self.user.unrestricted
        self.given = {"projects": [] if everywhere else projects_of(self.user), "sound": asked.sound}
        self.given |= {"plain": asked.plain, "beginning": beginning(asked.sound)}

    @property
    def seen(self):
        return seen_by(self.user)

    def enough(self, number: int | None = None) -> bool:
        return len(self.found) >= (self.wanted if number is None else number)

    def way(self, name: str, **given) -> Worded:
        """One of the ways, with what it alone asks for."""
        self.given |= given
        return way(name, self.user.unrestricted)

    def holding(self) -> list[Worded]:
        """Whose name, in whatever script, has the words as any part."""
        words = sought(Owner, "search_text", self.asked.query)
        if words is None:
            return []
        self.given |= words.given
        return [part(words.shape, self.user.unrestricted)]

    def at_address(self) -> list[Worded]:
        """Whose whole postal address the query is."""
        if not self.asked.address:
            return []
        return [self.way("whole address", address=address_index(self.asked))]

    def add(self, ways: list[Worded]) -> None:
        """One statement for all ways; each stops by itself, and those no longer needed are not begun."""
        if self.enough() or not ways:
            return
        asked = one_after_another([way.first(self.wanted) for way in ways], self.wanted)
        for *shown, fit in sorted(asked.rows(self.given), key=lambda row: row[-1]):
            owner = Shown(*shown)
            needless = self.enough(FEW) if fit == Fit.NEAR else self.enough()
            if owner.pk not in self._known and not needless:
                self._known.add(owner.pk)
                self.found.append(Match(owner, Fit(fit)))


def _by_name(search: _Search) -> None:
    asked = search.asked
    if asked.is_chinese:
        search.add([search.way("same name", key=asked.name_key)])
    else:
        search.add([search.way("same sound")])
    if asked.sound and not search.enough():
        search.add(_ways_by_sound(search))
    if not search.enough():
        near = [] if search.enough(FEW) else _near_ways(search)
        search.add([*search.at_address(), *search.holding(), *near])
    if not search.found:
        search.add([fitting(Fit.HOME, at_homes(search.seen, asked.query))])


def _ways_by_sound(search: _Search) -> list[Worded]:
    """Each with its index, the rows of an earlier one left out of the next."""
    asked = search.asked
    if asked.is_chinese:
        return [search.way("name begins"), search.way("sounds")]
    ways = [search.way("sound begins")]
    if asked.turned:
        ways.append(search.way("turned", turned=asked.turned))
    if asked.initials:
        ways.append(search.way("initials", initials=asked.initials))
    return [*ways, search.way("word", words=[asked.sound])]


def _near_ways(search: _Search) -> list[Worded]:
    """One slip of the finger away: the whole name, either way round, or one word of a name in Latin letters."""
    asked = search.asked
    if not (near := asked.near):
        return []
    ways = [search.way("near", near=near), search.way("near in a word")]
    if turned := asked.near_turned:
        ways.append(search.way("near, turned", near_turned=turned))
    return ways


def _by_digits(search: _Search) -> None:
    asked = search.asked
    ways = [fitting(Fit.EXACT, way) for way in exactly(search.seen, asked)] if asked.may_be_exact else []
    if asked.last4:
        ways.append(search.way("last four", last4=asked.last4))
    search.add(ways)
    if not search.enough():
        search.add([*search.at_address(), fitting(Fit.HOME, at_homes(search.seen, asked.query))])
    if not search.found:  # who reads out four digits means a telephone or a home
        search.add(search.holding())
