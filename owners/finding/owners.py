"""Finding owners as a set, for lists and segments; `ranking` puts the first few in order of fit."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value

from crm.accounts.permissions import VERBS, projects_for
from crm.privacy import blind_index
from crm.text import matching
from owners.contracts.models import Ownership
from owners.duplicates.signposts import had_phone, numbered
from owners.homes.models import Home
from owners.people import rules
from owners.people.models import Owner, OwnerProject

from .allowed import asked_by
from .asked import Asked
from .homes import named_homes
from .ways import IN_LATIN, Overlaps, Sounding, Unweighed

MOST_HOMES = 200


def find_owners(user, query: str) -> QuerySet:
    """The owners a user may see whom the query names.

    The query may be an owner's number, a phone number whole or its last four digits, an e-mail address,
    postal address or identity number whole, a home's number or address with its parts in any order, or any
    part of a name: in simplified or traditional characters, or by its sound, the given name first or last.
    Where nobody fits so, those one slip of the finger away. An empty query finds everybody.
    """
    seen, asked = Owner.objects.visible_to(user), asked_by(user, query)
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
    return seen.filter(pk__in=_owners_at(query).union(*_at_address(asked)))


def seen_by(user) -> QuerySet:
    """As `visible_to`, with the projects written out: to plan their subquery in every way takes longer than to find."""
    if user.unrestricted:
        return Owner.objects.visible_to(user).order_by()
    mine = OwnerProject.objects.filter(owner=OuterRef("pk"), project__in=projects_of(user))
    return Owner.objects.filter(Exists(mine), merged_into=None).order_by()


def projects_of(user, verb: str = "owners.view") -> list[int]:
    """Where the user may do this; where every grant names its project, the grants at hand say it."""
    viewing = [grant for grant in user.held_grants if grant.role in VERBS[verb]]
    if all(grant.project_id for grant in viewing):
        return sorted({grant.project_id for grant in viewing})
    return list(projects_for(user, verb).values_list("project_id", flat=True))


def at_homes(seen: QuerySet, query: str) -> QuerySet:
    """Who owns or owned one of the newest homes that the query names; a few homes are enough to fill a list."""
    homes = list(named_homes(Home.objects.order_by(), query).values_list("pk", flat=True)[:MOST_HOMES])
    held = Ownership.objects.filter(home__in=homes).values("owner")
    return seen.filter(pk__in=held)


def _alike(asked: Asked) -> Q:
    """Whose name sounds so, or is the same with its words in another order, or has this word in it."""
    if not asked.sound:
        return Q(pk__in=[])
    same = Q(name_sound__in=[asked.sound, *asked.turned])
    return same if asked.is_chinese else same | _has_word([asked.sound])


def _has_word(words: list[str]) -> Q:
    """Whose name in Latin letters has one of these words."""
    return Q(Overlaps(Unweighed(_written_out(words))), IN_LATIN)


def _written_out(words: list[str]) -> Value:
    return Value(words, output_field=ArrayField(TextField()))


def _near_ways(seen: QuerySet, asked: Asked) -> list[QuerySet]:
    """One slip of the finger away: the whole name, either way round, or one word of a name in Latin letters."""
    if not asked.near:
        return []
    wholes = [words for words in (asked.near, asked.near_turned) if words]
    return [seen.filter(Q(Sounding(_written_out(words)))) for words in wholes] + [
        seen.filter(_has_word(asked.near))
    ]


def _near(seen: QuerySet, asked: Asked) -> QuerySet:
    ways = [way.order_by().values("pk") for way in _near_ways(seen, asked)]
    ways += _at_address(asked) if ways else []
    return Owner.objects.filter(pk__in=ways[0].union(*ways[1:], all=True)) if ways else seen.none()


def exactly(owners: QuerySet, asked: Asked) -> list[QuerySet]:
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
    ways += [way.values("pk") for way in exactly(owners, asked)]
    return ways[0].union(*ways[1:], *_at_address(asked))


def address_index(asked: Asked) -> bytes:
    """What stands beside a postal address that is just this; the words must be some."""
    return blind_index.of(asked.address, "postal_address")


def _at_address(asked: Asked) -> list[QuerySet]:
    """Whose whole postal address this is."""
    if not asked.address:
        return []
    return [Owner.objects.order_by().filter(postal_address_index=address_index(asked)).values("pk")]


def _owners_at(query: str) -> QuerySet:
    """Who owns or owned a home the query names."""
    homes = named_homes(Home.objects.order_by(), query).values("pk")
    return Ownership.objects.filter(home__in=homes).values("owner")
