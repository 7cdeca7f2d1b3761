"""The demonstration town's doubles: people who came a second time, as they do, and one merge that was done."""

from datetime import timedelta

from crm.accounts.services import system_user
from owners.contracts import services as contracts
from owners.contracts.models import Ownership
from owners.people import services as people
from owners.people.models import Owner
from owners.people.rules import name_sounds

from . import scanning, services
from .models import DuplicatePair

TWICE_IN_EACH_CITY = 3


def load(world, *, now) -> None:
    """A few second cards, a scan that finds them, and one pair that has been merged."""
    supervisor = getattr(world, "staff", {}).get("bob")
    if supervisor is None:
        return
    for number, owner in enumerate(_some()):
        _again(owner, number, now)
    for name in scanning.statements():
        scanning.scan(name, now=now)
    _merged(supervisor, now)


def _some() -> list[Owner]:
    """Owners of a home whose birth date is known, the same each time."""
    held = Ownership.objects.filter(until=None).values("owner")
    rows = Owner.objects.filter(pk__in=held, birth_date__isnull=False, kind="person").order_by("pk")
    return list(rows[40::35][: 4 * TWICE_IN_EACH_CITY])


def _again(owner: Owner, number: int, now) -> None:
    """The same person, added at the showroom by somebody who did not look."""
    scope = owner.scopes.select_related("project").order_by("pk").first()
    if scope is None:
        return
    actor = system_user("coordination")
    name = _written_again(owner.name, number)
    again = people.add_owner(
        actor, kind="prospect", name=name, project=scope.project, birth_date=owner.birth_date,
        language=owner.language, source="showroom", known_since=now.date() - timedelta(days=3 + number), now=now,
    )  # fmt: skip
    day = now.date() - timedelta(days=2 + number)
    contracts.record_visit(actor, again, project=scope.project, on=day, now=now)


def _written_again(name: str, number: int) -> str:
    """Family name last, or as it sounds, or the same once more."""
    words = name.split()
    if len(words) == 2:
        return f"{words[1]} {words[0]}"
    if number % 3 == 0:
        family, *given = name_sounds(name)
        return f"{family.title()} {''.join(given).title()}"
    return name


def _merged(supervisor, now) -> None:
    """The first pair of the supervisor's that is sure enough: merged a moment ago, and to be undone by whoever likes."""
    pair = DuplicatePair.objects.visible_to(supervisor, "duplicates.merge").order_by("-points", "pk").first()
    if pair:
        services.merge(supervisor, pair.first, pair.second, because="同一位业主，两次登记", now=now)
