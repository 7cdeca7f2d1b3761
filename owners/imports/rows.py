"""What the three kinds of rows share: taking rows project by project, and finding homes and owners by what is written."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from crm.imports.kinds import Incoming, Taken
from crm.privacy import blind_index
from owners.homes.models import Home
from owners.homes.rules import natural_key
from owners.people.models import Owner
from owners.people.rules import plain_phone


def by_project(rows: list[Incoming], take: Callable[[object, list[Incoming]], list[Taken]]) -> list[Taken]:
    """Call `take(project, its rows)` for each project and put the answers back into the order of the rows."""
    places = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.project].append(place)
    answers: list[Taken | None] = [None] * len(rows)
    for project, its in places.items():
        for place, answer in zip(its, take(project, [rows[p] for p in its]), strict=True):
            answers[place] = answer
    return answers


def kept(values: dict, names: Collection[str]) -> dict:
    """Those of the fields that the row has something in."""
    return {name: value for name, value in values.items() if value not in (None, "") and name in names}


def homes_by_number(project, numbers: Iterable[str]) -> dict[str, Home]:
    """Homes of a project by their number as it may be written: 3-2-1201, 3-02-1201."""
    wanted = {natural_key(number) for number in numbers if number}
    found = Home.objects.filter(project=project, number_key__in=wanted).select_related("project")
    return {home.number_key: home for home in found}


def home_in(homes: dict[str, Home], number) -> Home | None:
    return homes.get(natural_key(str(number))) if number else None


def owners_by_number(actor, numbers: Iterable[str]) -> dict[str, Owner]:
    """Owners that the actor sees, by their public number."""
    rows = Owner.objects.visible_to(actor).filter(number__in={number for number in numbers if number})
    return {owner.number: owner for owner in rows.defer("phone", "email", "identity")}


def owners_by_phone(actor, phones: Iterable[str]) -> dict[bytes, Owner]:
    """Owners that the actor sees, by the blind index of their telephone number."""
    wanted = {phone_index(phone) for phone in phones if phone}
    rows = Owner.objects.visible_to(actor).filter(phone_index__in=wanted)
    return {bytes(owner.phone_index): owner for owner in rows.defer("phone", "email", "identity")}


def phone_index(phone: str) -> bytes:
    return blind_index.of(plain_phone(phone), "phone")
