"""Finding owners, as a set for lists and in order of fit for the search over everything."""

from dataclasses import dataclass
from enum import IntEnum

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Left, Length, Right

from crm.accounts.permissions import VERBS, projects_for
from crm.privacy import blind_index
from crm.text import matching
from owners.contracts.models import Ownership
from owners.duplicates.signposts import had_phone, numbered
from owners.homes.models import Home
from owners.people import rules
from owners.people.models import Owner, OwnerProject
from owners.people.sounds import LatinWords, sounds

from .asked import Asked
from .homes import named_homes

MOST_HOMES = MOST_NEAR = 200
FEW = 3  # as long as so few fit, those one slip of the finger away are looked for too
SHOWN = ("number", "name", "phone", "phone_last4", "stage")


class Fit(IntEnum):
    """How somebody fits a query, the best first."""

    EXACT = 0
    BEGINS = 1
    SOUNDS = 2
    TURNED = 3
    INITIALS = 4
    LAST4 = 5
    PART = 6
    NEAR = 7
    HOME = 8


@dataclass(frozen=True)
class Match:
    """An owner with the way in which he fits."""

    owner: Owner
    fit: Fit


def find_owners(user, query: str) -> QuerySet:
    """The owners a user may see whom the query names.

    The query may be an owner's number, a phone number whole or its last four digits, an e-mail address
    or identity number whole, a home's number or address with its parts in any order, or any part of a name: in
    simplified or traditional characters, or by its sound, the given name first or last. Where nobody fits
    so, those one slip of the finger away. An empty query finds everybody.
    """
    seen, asked = Owner.objects.visible_to(user), Asked(query)
    if not asked.plain:
        return seen
    if asked.is_number:
        return seen.filter(numbered(asked.plain.upper()))
    if asked.is_email:
        return seen.filter(email_index=blind_index.of(rules.plain_email(query), "email"))
    if asked.has_digits:
        return seen.filter(pk__in=_with_digits(asked))
    for found in (matching(seen, "search_text", query), seen.filter(_alike(asked)), _near(seen, asked)):
        if found.exists():
            return found
    return seen.filter(pk__in=_owners_at(query))


def ranked_owners(user, query: str, size: int, skip: int = 0) -> list[Match]:
    """The first few in order of fit: exact before beginning before sound before part before near, then the newest.

    Each step asks only for as many as are still wanted; who looks for a frequent name pays for one statement.
    """
    seen, asked = seen_by(user), Asked(query)
    if not asked.plain:
        return []
    search = _Search(size + skip)
    if asked.is_number or asked.is_email:
        search.add(Fit.EXACT, find_owners(user, query).order_by("-id"))
    elif asked.has_digits:
        _by_digits(search, seen, asked)
    else:
        _by_name(search, seen, asked)
    return search.found[skip:]


class _Search:
    """What has been found so far, nobody twice, until enough are."""

    def __init__(self, wanted: int):
        self.wanted, self.found, self._known = wanted, [], set()

    def enough(self, number: int | None = None) -> bool:
        return len(self.found) >= (self.wanted if number is None else number)

    def add(self, fit: Fit, rows: QuerySet) -> None:
        self.add_all([(fit, rows)])

    def add_all(self, ways: list[tuple[Fit, QuerySet]]) -> None:
        """One statement for all ways; each stops by itself, and those no longer needed are not begun."""
        if self.enough() or not ways:
            return
        arms = [_arm(fit, rows)[: self.wanted] for fit, rows in ways]
        rows = arms[0].union(*arms[1:], all=True)[: self.wanted] if len(arms) > 1 else arms[0]
        for row in sorted(rows, key=lambda row: row.fit):
            if row.pk not in self._known and not self.enough():
                self._known.add(row.pk)
                self.found.append(Match(row, Fit(row.fit)))


def _arm(fit: Fit, rows: QuerySet) -> QuerySet:
    return rows.only(*SHOWN).annotate(fit=Value(int(fit), output_field=IntegerField()))


def seen_by(user) -> QuerySet:
    """As `visible_to`, with the projects written out: to plan their subquery in every way takes longer than to find."""
    if user.unrestricted:
        return Owner.objects.visible_to(user).order_by()
    mine = OwnerProject.objects.filter(owner=OuterRef("pk"), project__in=_projects(user))
    return Owner.objects.filter(Exists(mine), merged_into=None).order_by()


def _projects(user) -> list[int]:
    """Where the user sees owners; where every grant names its project, the grants at hand say it."""
    viewing = [grant for grant in user.held_grants if grant.role in VERBS["owners.view"]]
    if all(grant.project_id for grant in viewing):
        return sorted({grant.project_id for grant in viewing})
    return list(projects_for(user, "owners.view").values_list("project_id", flat=True))


def _by_name(search: _Search, seen: QuerySet, asked: Asked) -> None:
    exact = Q(name_key=asked.name_key) if asked.is_chinese else Q(name_sound=asked.sound)
    search.add(Fit.EXACT, seen.filter(exact).order_by("-id"))
    if asked.sound and not search.enough():
        search.add_all(_ways_by_sound(seen, asked, exact))
    if not search.enough():
        search.add(Fit.PART, matching(seen, "search_text", asked.query).order_by("-id"))
    if not search.enough(FEW):
        search.add_all([(Fit.NEAR, way) for way in _near_ways(seen, asked)])
    if not search.found:
        search.add(Fit.HOME, _at_homes(seen, asked.query))


def _ways_by_sound(seen: QuerySet, asked: Asked, exact: Q) -> list[tuple[Fit, QuerySet]]:
    """Each with its index, the rows of an earlier one left out of the next."""
    ways = [(Fit.BEGINS, seen.filter(_begins(asked)).exclude(exact).order_by("name_sound", "id"))]
    if asked.is_chinese:
        same = seen.filter(name_sound=asked.sound).exclude(exact).exclude(_written(asked))
        return [*ways, (Fit.SOUNDS, same.order_by("-id"))]
    if asked.turned:
        ways.append((Fit.TURNED, seen.filter(name_sound__in=asked.turned)))
    if asked.initials:
        by_initials = seen.filter(name_initials=asked.initials).order_by("-id")
        ways.append((Fit.INITIALS, by_initials.exclude(name_sound__startswith=asked.sound)))
    return [*ways, (Fit.PART, seen.filter(_has_word([asked.sound])))]


def _by_digits(search: _Search, seen: QuerySet, asked: Asked) -> None:
    ways = [(Fit.EXACT, way) for way in _exactly(seen, asked)]
    if asked.last4:
        ways.append((Fit.LAST4, seen.filter(phone_last4=asked.last4).order_by("-id")))
    search.add_all(ways)
    if not search.enough():
        search.add(Fit.HOME, _at_homes(seen, asked.query))
    if not search.found:  # who reads out four digits means a telephone or a home
        search.add(Fit.PART, matching(seen, "search_text", asked.query).order_by("-id"))


def _at_homes(seen: QuerySet, query: str) -> QuerySet:
    """Who owns or owned one of the newest homes that the query names; a few homes are enough to fill a list."""
    homes = list(named_homes(Home.objects.order_by(), query).values_list("pk", flat=True)[:MOST_HOMES])
    held = Ownership.objects.filter(home__in=homes).values("owner")
    return seen.filter(pk__in=held)


def _begins(asked: Asked) -> Q:
    begins = Q(name_sound__startswith=asked.sound)
    return begins & _written(asked) if asked.is_chinese else begins


def _written(asked: Asked) -> Q:
    """Whose name begins with these characters, not only with their sound."""
    written = Left(Right(F("name_key"), Length(F("name"))), len(asked.plain))
    return Q(Func(written, Value(asked.plain), template="(%(expressions)s)", arg_joiner=" = ", output_field=BooleanField()))  # fmt: skip


def _alike(asked: Asked) -> Q:
    """Whose name sounds so, or is the same with its words in another order, or has this word in it."""
    if not asked.sound:
        return Q(pk__in=[])
    same = Q(name_sound__in=[asked.sound, *asked.turned])
    return same if asked.is_chinese else same | _has_word([asked.sound])


def _has_word(words: list[str]) -> Q:
    """Whose name in Latin letters has one of these words; the newest two hundred of them.

    The planner believes that every other name holds one of hundreds of words, and would read them all; so for this
    one statement it is told to use the index.
    """
    held = Q(_Overlaps(words), name__contains=" ")
    if len(words) == 1:
        return held
    held = Owner.objects.filter(held).values_list("pk", flat=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        keys = list(held)[-MOST_NEAR:]
        cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on")
    return Q(pk__in=keys)


class _Overlaps(Func):
    """Whether one of the words of a Latin name is among these."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    output_field = BooleanField()

    def __init__(self, words: list[str]):
        super().__init__(LatinWords(sounds()), Value(words, output_field=ArrayField(TextField())))


def _near_ways(seen: QuerySet, asked: Asked) -> list[QuerySet]:
    """One slip of the finger away: the whole name, either way round, or one word of a name in Latin letters."""
    if not asked.near:
        return []
    ways = [seen.filter(name_sound__in=asked.near), seen.filter(_has_word(asked.near))]
    words = asked.plain.split(" ")
    if len(words) == 2:
        ways.append(seen.filter(name_sound__in=Asked(f"{words[1]}{words[0]}").near))
    return ways


def _near(seen: QuerySet, asked: Asked) -> QuerySet:
    ways = [way.order_by().values("pk") for way in _near_ways(seen, asked)]
    return Owner.objects.filter(pk__in=ways[0].union(*ways[1:], all=True)) if ways else seen.none()


def _exactly(owners: QuerySet, asked: Asked) -> list[QuerySet]:
    ways = []
    if asked.whole_phone:
        index = blind_index.of(asked.whole_phone, "phone")
        ways += [owners.filter(phone_index=index), owners.filter(pk__in=had_phone(index))]
    if asked.identity:
        ways.append(owners.filter(identity_index=blind_index.of(asked.identity, "identity")))
    return ways


def _with_digits(asked: Asked):
    """What has digits in it may be a telephone, an identity number, a home or a name such as 张伟2.

    A union of ways, each with its index; one condition with OR would read the whole table.
    """
    owners = Owner.objects.order_by()
    ways = [matching(owners, "search_text", asked.query).values("pk"), _owners_at(asked.query)]
    if asked.last4:
        ways.append(owners.filter(phone_last4=asked.last4).values("pk"))
    ways += [way.values("pk") for way in _exactly(owners, asked)]
    return ways[0].union(*ways[1:])


def _owners_at(query: str) -> QuerySet:
    """Who owns or owned a home the query names."""
    homes = named_homes(Home.objects.order_by(), query).values("pk")
    return Ownership.objects.filter(home__in=homes).values("owner")
