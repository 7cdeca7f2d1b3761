"""The writers of households: who lives with whom, and who he is to the others. People who own nothing are kin."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, NotFound, Refused, Stale
from crm.events.services import publish
from owners.days import day_of
from owners.events import OwnerChanged

from . import completeness
from .choices import Kinship, OwnerKind
from .models import Household, Kin, Owner

LONGEST_NAME, LONGEST_REMARK = 120, 200


@transaction.atomic
def join(
    actor, owner: Owner, other: Owner, *, kinship: str, seen: str | None = None, now: datetime
) -> Household:
    """An owner comes to live in another's household; one is opened where the other has none yet.

    He leaves the household he was in. A company has none. `seen` is the mark of how he lived when the actor looked.
    """
    _check_kinship(kinship)
    rows = _locked(owner, other)
    row, host = rows[owner.pk], rows[other.pk]
    _must_stand(row, seen)
    if row.pk == host.pk:
        raise Refused(fields={"owner": _("Nobody joins himself.")})
    for one in (row, host):
        if one.kind == OwnerKind.COMPANY:
            raise Refused(fields={"owner": _("A company has no household.")})
    if host.household_id is None:
        household = Household.objects.create(label=host.name[:80], created_at=now)
        _settle(actor, host, household, Kinship.HEAD, now)
    left = row.household_id
    _settle(actor, row, host.household, kinship, now)
    _clear_away(left, besides=host.household_id)
    return host.household


@transaction.atomic
def leave(actor, owner: Owner, *, seen: str | None = None, now: datetime) -> None:
    """An owner lives in this household no more; an empty household goes, with the kin only he had told of."""
    row = _locked(owner)[owner.pk]
    _must_stand(row, seen)
    left = row.household_id
    if left is None:
        raise IllegalMove(_("This owner belongs to no household."))
    _settle(actor, row, None, "", now)
    _clear_away(left)


@transaction.atomic
def split(actor, owner: Owner, *, kin=(), seen: str | None = None, now: datetime) -> Household:
    """An owner opens a household of his own, and takes some of the kin along: after a divorce, when children move out."""
    row = _locked(owner)[owner.pk]
    _must_stand(row, seen)
    left = row.household_id
    if left is None:
        raise IllegalMove(_("This owner belongs to no household."))
    household = Household.objects.create(label=row.name[:80], created_at=now)
    moving = Kin.objects.filter(household=left, pk__in=[one.pk for one in kin])
    moving.update(household=household)
    _settle(actor, row, household, Kinship.HEAD, now)
    _clear_away(left)
    return household


@transaction.atomic
def change_kinship(actor, owner: Owner, *, kinship: str, seen: str | None = None, now: datetime) -> Owner:
    """Who an owner is in his household."""
    _check_kinship(kinship)
    row = _locked(owner)[owner.pk]
    _must_stand(row, seen)
    if row.household_id is None:
        raise IllegalMove(_("This owner belongs to no household."))
    return _settle(actor, row, row.household, kinship, now)


@transaction.atomic
def add_kin(
    actor,
    owner: Owner,
    *,
    name: str,
    kinship: str,
    birth_date: date | None = None,
    remark: str = "",
    now: datetime,
) -> Kin:
    """Somebody who lives with an owner and owns nothing; a household is opened where there is none."""
    said = _checked_kin(name, kinship, birth_date, remark, now)
    row = _locked(owner)[owner.pk]
    if row.kind == OwnerKind.COMPANY:
        raise Refused(fields={"name": _("A company has no household.")})
    if row.household_id is None:
        _settle(actor, row, Household.objects.create(label=row.name[:80], created_at=now), Kinship.HEAD, now)
    kin = Kin.objects.create(household=row.household, created_at=now, **said)
    record(actor, "owners.add_kin", row, now=now, after={"kinship": kinship, "kin": str(kin.public_id)})
    return kin


@transaction.atomic
def edit_kin(
    actor,
    owner: Owner,
    kin: Kin,
    *,
    name: str,
    kinship: str,
    birth_date: date | None = None,
    remark: str = "",
    seen: str | None = None,
    now: datetime,
) -> Kin:
    """Correct what is known of somebody who owns nothing; `seen` is the mark of him as the actor saw him."""
    said = _checked_kin(name, kinship, birth_date, remark, now)
    row = _kin_held(owner, kin, seen)
    for field, value in said.items():
        setattr(row, field, value)
    row.save(update_fields=list(said))
    record(actor, "owners.edit_kin", owner, now=now, after={"kin": str(row.public_id)})
    return row


@transaction.atomic
def remove_kin(actor, owner: Owner, kin: Kin, *, seen: str | None = None, now: datetime) -> None:
    """He lives there no more, or asked not to be written down."""
    row = _kin_held(owner, kin, seen)
    record(actor, "owners.remove_kin", owner, now=now, after={"kin": str(row.public_id)})
    row.delete()


def mark_of(thing: Owner | Kin) -> str:
    """What tells how an owner lives, or what is known of his kin, from how it stood before; it says nothing of itself."""
    told = [thing.household_id, thing.kinship]
    if isinstance(thing, Kin):
        told += [thing.name, thing.birth_date, thing.remark]
    return hashlib.sha256(repr((thing.pk, told)).encode()).hexdigest()[:12]


def _must_stand(thing: Owner | Kin, seen: str | None) -> None:
    """Refuse where somebody has changed it since the actor looked; the thing is held."""
    if seen and seen != mark_of(thing):
        raise Stale(yours=seen, current=mark_of(thing))


def _kin_held(owner: Owner, kin: Kin, seen: str | None) -> Kin:
    """Somebody of the owner's household, held; he may have been taken out in between."""
    row = Kin.objects.select_for_update().filter(pk=kin.pk, household=owner.household_id).first()
    if row is None:
        raise NotFound
    _must_stand(row, seen)
    return row


def _locked(*owners: Owner) -> dict[int, Owner]:
    """The rows, always locked in one order, so that two who join each other do not wait for one another."""
    ids = sorted({owner.pk for owner in owners})
    rows = Owner.objects.select_for_update(of=("self",)).select_related("household")
    return {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}


def _settle(actor, row: Owner, household: Household | None, kinship: str, now: datetime) -> Owner:
    before = {"household": row.household_id, "kinship": row.kinship}
    row.household, row.kinship = household, kinship
    row.completeness = completeness.of(known_of(row)).percent
    row.version += 1
    row.updated_at = now
    row.save(update_fields=["household", "kinship", "completeness", "version", "updated_at"])
    after = {"household": row.household_id, "kinship": row.kinship}
    record(actor, "owners.household", row, now=now, before=before, after=after)
    publish(OwnerChanged(owner_id=row.pk, fields=("household", "kinship")), now=now)
    return row


def known_of(row: Owner) -> dict:
    """What counts towards completeness, as it stands on a row; a key is asked by its id, which costs nothing."""
    by_id = {"manager": row.manager_id, "household": row.household_id, "kind": row.kind}
    return {name: getattr(row, name) for name in completeness.FIELDS if name not in by_id} | by_id


def _clear_away(household_id: int | None, besides: int | None = None) -> None:
    """A household in which no owner lives is none."""
    if household_id is None or household_id == besides:
        return
    if not Owner.objects.filter(household=household_id).exists():
        Household.objects.filter(pk=household_id).delete()


def _check_kinship(kinship: str) -> None:
    if kinship not in Kinship.values:
        raise Refused(fields={"kinship": _("Choose one of the list.")})


def _checked_kin(name: str, kinship: str, birth_date, remark: str, now: datetime) -> dict:
    name, remark = " ".join((name or "").split()), (remark or "").strip()
    wrong = {}
    if not name:
        wrong["name"] = _("Write the name.")
    for field, text, longest in (("name", name, LONGEST_NAME), ("remark", remark, LONGEST_REMARK)):
        if len(text) > longest:
            wrong[field] = _("At most %(length)s characters.") % {"length": longest}
    if kinship not in Kinship.values:
        wrong["kinship"] = _("Choose one of the list.")
    if birth_date and birth_date > day_of(now):
        wrong["birth_date"] = _("This day has not come yet.")
    if wrong:
        raise Refused(fields=wrong)
    return {"name": name, "kinship": kinship, "birth_date": birth_date, "remark": remark}
