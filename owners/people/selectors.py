"""Finding owners."""

import re

from django.db.models import Case, QuerySet, Value, When

from crm.privacy import blind_index
from crm.text import matching, normalise
from owners.contracts.models import Ownership
from owners.homes.models import Home

from . import rules
from .models import Kin, Owner, OwnerProject

_NUMBER = re.compile(r"o-\d{4}-\d{6,}")
_PHONE = re.compile(r"\+?[\d\s\-()]+")
_IDENTITY = re.compile(r"(?=.*\d{5})[0-9a-z+\-]{8,18}")


def find_owners(user, query: str) -> QuerySet:
    """The owners a user may see whom the query names.

    The query may be an owner's number, a phone number whole or its last four digits, an e-mail address
    or identity number whole, a home's number or address, or any part of a name: in simplified or
    traditional characters, or by its sound. An empty query finds everybody.
    """
    seen = Owner.objects.visible_to(user)
    plain = normalise(query)
    if not plain:
        return seen
    if _NUMBER.fullmatch(plain):
        return seen.filter(number=plain.upper())
    if "@" in plain:
        return seen.filter(email_index=blind_index.of(rules.plain_email(query), "email"))
    if not re.search(r"\d", plain):
        named = matching(seen, "search_text", query)
        return named if named.exists() else seen.filter(pk__in=_owners_at(query))
    return seen.filter(pk__in=_with_digits(plain, query))


def best_owners(user, query: str, size: int) -> list[Owner]:
    """The first few for the search over everything: whose phone ends so, before who lives so; then the newest."""
    rows = find_owners(user, query)
    ends_so = Case(When(phone_last4=query.strip(), then=Value(0)), default=Value(1))
    return list(rows.order_by(ends_so, "-id")[:size])


def _with_digits(plain: str, query: str):
    """What has digits in it may be a telephone, an identity number, a home or a name such as 张伟2.

    A union of ways, each with its index; one condition with OR would read the whole table.
    """
    owners = Owner.objects.order_by()
    ways = [matching(owners, "search_text", query).values("pk"), _owners_at(query)]
    phone = rules.plain_phone(query)
    if _PHONE.fullmatch(plain) and len(phone) == 4:
        ways.append(owners.filter(phone_last4=phone).values("pk"))
    if _PHONE.fullmatch(plain) and rules.phone_is_plausible(phone):
        ways.append(owners.filter(phone_index=blind_index.of(phone, "phone")).values("pk"))
    if _IDENTITY.fullmatch(plain.replace(" ", "")):
        index = blind_index.of(rules.plain_identity(query), "identity")
        ways.append(owners.filter(identity_index=index).values("pk"))
    return ways[0].union(*ways[1:])


def _owners_at(query: str):
    """Who owns or owned a home the query names."""
    homes = matching(Home.objects.all(), "search_text", query).order_by().values("pk")
    return Ownership.objects.filter(home__in=homes).values("owner")


def owner_by_phone(user, phone: str) -> Owner | None:
    """The owner with this whole phone number, if the user sees him; telephony asks this."""
    plain = rules.plain_phone(phone)
    if not rules.phone_is_plausible(plain):
        return None
    index = blind_index.of(plain, "phone")
    return Owner.objects.visible_to(user).filter(phone_index=index).first()


def owners_listed(user, *, query="", project=None, kind="", stage="", manager=None) -> QuerySet:
    """The list of owners, narrowed; ordering and paging are the page's."""
    rows = find_owners(user, query).select_related("manager")
    if project is not None:
        rows = rows.filter(pk__in=OwnerProject.objects.filter(project=project).values("owner"))
    if kind:
        rows = rows.filter(kind=kind)
    if stage:
        rows = rows.filter(stage=stage)
    if manager is not None:
        rows = rows.filter(manager=manager)
    return rows


def household_of(owner) -> list[Owner]:
    """Who else lives in the owner's household."""
    if owner.household_id is None:
        return []
    return list(Owner.objects.filter(household=owner.household_id).exclude(pk=owner.pk).order_by("pk"))


def shares_household(owner) -> bool:
    """Whether another owner lives in his household."""
    return Owner.objects.filter(household=owner.household_id).exclude(pk=owner.pk).exists()


def kin_of(owner) -> list[Kin]:
    """Who lives in his household and owns nothing, the eldest first as far as it is known."""
    if owner.household_id is None:
        return []
    return list(Kin.objects.filter(household=owner.household_id).order_by("birth_date", "pk"))


def belongs_to(owner, project) -> bool:
    """Whether the owner has a tie to the project, of which owning a home there is one; asked without a user."""
    return OwnerProject.objects.filter(owner=owner, project=project).exists()


def tied_to(project, owners) -> set[int]:
    """Which of these owners have a tie to the project, by their ids: one query for a whole batch."""
    rows = OwnerProject.objects.filter(project=project, owner__in=list(owners))
    return set(rows.values_list("owner_id", flat=True))


def projects_of(owner) -> list:
    return [scope.project for scope in owner.scopes.select_related("project__city").order_by("since", "pk")]
