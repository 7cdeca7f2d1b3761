"""What is compared of owners, read for many at once and without opening a single ciphertext."""

from collections import defaultdict
from collections.abc import Iterable

from crm.privacy import blind_index
from crm.text import normalise
from owners.contracts.models import Ownership
from owners.people.models import Owner
from owners.people.rules import name_sounds

from .rules import Facts

_COLUMNS = (
    "pk", "kind", "name", "phone_index", "phone_last4", "email_index", "identity_index", "identity_kind",
    "birth_date", "gender", "household_id",
)  # fmt: skip


def facts_of(owner_ids: Iterable[int]) -> dict[int, Facts]:
    """By owner, who is neither merged nor erased: two statements for any number."""
    ids = list(set(owner_ids))
    homes, buildings = defaultdict(set), defaultdict(set)
    held = Ownership.objects.filter(owner__in=ids).values_list("owner", "home", "home__building")
    for owner, home, building in held:
        homes[owner].add(home)
        buildings[owner].add(building)
    rows = Owner.objects.filter(pk__in=ids, merged_into=None, erased_at=None).values_list(*_COLUMNS)
    return {row[0]: _facts(row, homes[row[0]], buildings[row[0]]) for row in rows}


def _facts(row, homes, buildings) -> Facts:
    _pk, kind, name, phone, last4, email, identity, identity_kind, born, gender, household = row
    return Facts(
        kind=kind,
        name=normalise(name),
        sounds=name_sounds(name),
        phone=_plain(phone),
        last4=last4,
        email=_plain(email),
        identity=_plain(identity),
        identity_kind=identity_kind,
        birth_date=born,
        gender=gender,
        household=household,
        homes=frozenset(homes),
        buildings=frozenset(buildings),
    )


def _plain(index) -> bytes | None:
    return bytes(index) if index is not None else None


def facts_said(plain: dict, home=None) -> Facts:
    """Of somebody who is about to be added; `plain` is what `profile.read` made of what was typed."""
    name = plain.get("name") or ""
    return Facts(
        kind=plain.get("kind") or "person",
        name=normalise(name),
        sounds=name_sounds(name) if name else (),
        last4=(plain.get("phone") or "")[-4:],
        identity_kind=plain.get("identity_kind") or "",
        birth_date=plain.get("birth_date") or None,
        gender=plain.get("gender") or "",
        homes=frozenset([home.pk] if home else []),
        buildings=frozenset([home.building_id] if home else []),
        **{field: _index(plain, field) for field in ("phone", "email", "identity")},
    )


def _index(plain: dict, field: str) -> bytes | None:
    return blind_index.of(plain[field], field) if plain.get(field) else None
