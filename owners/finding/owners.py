"""Finding owners, as a set for lists and in order of fit for the search over everything."""

from dataclasses import dataclass
from enum import IntEnum

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Left, Length, Right

from crm.privacy import blind_index
from crm.text import matching
from crm.text.indexes import AsQuery, Bigrams, Holds
from owners.contracts.models import Ownership
from owners.duplicates.signposts import had_phone, numbered
from owners.homes.models import Home
from owners.people import rules
from owners.people.models import Owner
from owners.people.sounds import LatinWords, sounds

from .asked import Asked
from .homes import named_homes

FEW = 3  # as long as so few fit, those one slip of the finger away are looked for too
SHOWN = ("number", "kind", "name", "name_key", "name_sound", "name_initials", "phone", "phone_last4", "stage")


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
    """The first few in order of fit: exact before beginning before sound before part before near, then the newest."""
    seen, asked = Owner.objects.visible_to(user).order_by(), Asked(query)
    if not asked.plain:
        return []
    wanted = size + skip
    if asked.is_number or asked.is_email:
        rows = find_owners(user, query).order_by("-id").only(*SHOWN)
        return [Match(row, Fit.EXACT) for row in rows[skip:wanted]]
    if asked.has_digits:
        return _in_order(_ways_by_digits(seen, asked), wanted)[skip:]
    found = _in_order(_ways_by_name(seen, asked), wanted)
    if len(found) < wanted:
        found = _more(found, matching(seen, "search_text", query).order_by("-id"), Fit.PART, wanted)
    if len(found) < FEW and asked.sound:
        found = _more(found, seen.filter(_alike(asked)).order_by("-id"), Fit.PART, wanted)
    if len(found) < FEW:
        found = _more(found, _near(seen, asked).order_by("name_sound", "id"), Fit.NEAR, wanted)
    if not found:
        at = seen.filter(pk__in=_owners_at(query)).order_by("-id")
        found = _more(found, at, Fit.HOME, wanted)
    return found[skip:]


def _ways_by_name(seen: QuerySet, asked: Asked) -> list[tuple[Fit, QuerySet]]:
    """Each with its index, the rows of an earlier one left out of the next."""
    exact = Q(name_key=asked.name_key) if asked.is_chinese else Q(name_sound=asked.sound)
    ways = [(Fit.EXACT, seen.filter(exact).order_by("-id"))]
    if asked.sound:
        ways.append((Fit.BEGINS, seen.filter(_begins(asked)).exclude(exact).order_by("name_sound", "id")))
    if asked.is_chinese:
        same = seen.filter(name_sound=asked.sound).exclude(exact).exclude(_written(asked))
        return [*ways, (Fit.SOUNDS, same.order_by("-id"))]
    if asked.turned:
        ways.append((Fit.TURNED, seen.filter(name_sound__in=asked.turned)))
    if asked.initials:
        by_initials = seen.filter(name_initials=asked.initials).order_by("-id")
        ways.append((Fit.INITIALS, by_initials.exclude(name_sound__startswith=asked.sound)))
    return ways


def _begins(asked: Asked) -> Q:
    begins = Q(name_sound__startswith=asked.sound)
    if not asked.is_chinese:
        return begins
    pairs = [asked.plain[at : at + 2] for at in range(len(asked.plain) - 1)]
    if pairs and not {"'", "\\", " "} & set(asked.plain):
        terms = " & ".join(f"'{pair}'" for pair in pairs)
        begins &= Q(Holds(Bigrams(F("search_text")), AsQuery(terms)))
    return begins & _written(asked)


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
    """Whose name in Latin letters has one of these words."""
    return Q(_Overlaps(words), name__contains=" ")


def _near(seen: QuerySet, asked: Asked) -> QuerySet:
    """One slip of the finger away: the whole name, either way round, or one word of a name in Latin letters."""
    if not asked.near:
        return seen.filter(_alike(asked)) if asked.is_chinese else seen.none()
    whole = seen.filter(name_sound__in=[asked.sound, *asked.near]).values("pk")
    one_word = seen.filter(_has_word(asked.near)).values("pk")
    ways = [whole, one_word]
    words = asked.plain.split(" ")
    if len(words) == 2:
        ways.append(seen.filter(name_sound__in=Asked(f"{words[1]}{words[0]}").near).values("pk"))
    return Owner.objects.filter(pk__in=ways[0].union(*ways[1:], all=True))


class _Overlaps(Func):
    """Whether one of the words of a Latin name is among these."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    output_field = BooleanField()

    def __init__(self, words: list[str]):
        super().__init__(LatinWords(sounds()), Value(words, output_field=ArrayField(TextField())))


def _ways_by_digits(seen: QuerySet, asked: Asked) -> list[tuple[Fit, QuerySet]]:
    ways = [(Fit.EXACT, way) for way in _exactly(seen, asked)]
    if asked.last4:
        ways.append((Fit.LAST4, seen.filter(phone_last4=asked.last4).order_by("-id")))
    homes = named_homes(Home.objects.order_by(), asked.query).values("pk")
    held = Ownership.objects.filter(home__in=homes).values("owner")
    ways.append((Fit.HOME, seen.filter(pk__in=held)))
    ways.append((Fit.PART, matching(seen, "search_text", asked.query).order_by("-id")))
    return ways


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


def _in_order(ways: list[tuple[Fit, QuerySet]], wanted: int) -> list[Match]:
    """One statement for all ways; each stops by itself, and PostgreSQL does not begin those no longer needed."""
    arms = [
        rows.only(*SHOWN).annotate(fit=Value(int(fit), output_field=IntegerField()))[:wanted]
        for fit, rows in ways
    ]
    rows = list(arms[0].union(*arms[1:], all=True)[:wanted]) if len(arms) > 1 else list(arms[0])
    best: dict[int, Match] = {}
    for row in rows:
        known = best.get(row.pk)
        if known is None or row.fit < known.fit:
            best[row.pk] = Match(row, Fit(row.fit))
    return sorted(best.values(), key=lambda match: match.fit)


def _more(found: list[Match], rows: QuerySet, fit: Fit, wanted: int) -> list[Match]:
    known = {match.owner.pk for match in found}
    added = [Match(row, fit) for row in rows.only(*SHOWN)[:wanted] if row.pk not in known]
    return [*found, *added][:wanted]
