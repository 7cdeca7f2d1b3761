"""The only writers of owners, their households and the projects they belong to."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm import numbers
from crm.audit.services import record
from crm.errors import Refused, Stale
from crm.events.services import publish
from owners.contracts import stages
from owners.days import day_of
from owners.events import OwnerAdded, OwnerChanged

from . import completeness, profile
from .bulk import add_owners, open_households
from .choices import OwnerKind
from .households import known_of
from .models import Household, Owner, OwnerProject

__all__ = [
    "add_owner",
    "add_owners",
    "become_owner",
    "belongs",
    "change_phone",
    "edit_owner",
    "join_household",
    "open_households",
]

# Written into the audit as "changed", never with their value.
_NEVER_WRITTEN_OUT = frozenset(Owner.PERSONAL) - {"language", "preferred_channel", "hours"}


def add_owner(actor, *, kind, name, project=None, now: datetime, **said) -> Owner:
    """Add one owner, company or prospect to a project.

    `said` holds any of `profile.PROFILE_FIELDS` (phone, email, language, birth_date, …), as people
    write them. A phone or identity number that somebody already has is refused with the code
    `duplicate_owner`; `extra["existing"]` is his number if the actor may see him, else None.
    """
    if project is None and not actor.unrestricted:
        raise Refused(fields={"project": _("Choose the project this owner belongs to.")})
    plain = profile.checked({"kind": kind, "name": name, **said}, now=now)
    plain.setdefault("known_since", day_of(now, project))
    refuse_duplicate(actor, plain)
    try:
        with transaction.atomic():
            owner = Owner.objects.create(
                number=numbers.draw("owner", now),
                created_at=now,
                updated_at=now,
                stage_on=plain["known_since"],
                **profile.columns(plain),
            )
            _belongs(owner, project, since=plain["known_since"])
            record(actor, "owners.add", owner, now=now, after={"kind": owner.kind, "number": owner.number})
            publish(OwnerAdded(owner_id=owner.pk, kind=owner.kind), now=now)
    except IntegrityError:
        refuse_duplicate(actor, plain)  # somebody else was quicker by a moment
        raise
    return owner


def edit_owner(actor, owner: Owner, *, version: int, changes: dict, now: datetime) -> Owner:
    """Change any of `profile.PROFILE_FIELDS`. A version that is not the present one is `Stale`.

    1. lock the row  2. same version?  3. read and check  4. refuse a duplicate  5. write, audit, publish
    """
    try:
        with transaction.atomic():
            return _edit(actor, owner, version, dict(changes), now)
    except IntegrityError:
        refuse_duplicate(actor, profile.read(changes), but=owner)  # somebody took it in between
        raise


def _edit(actor, owner: Owner, version: int, given: dict, now: datetime) -> Owner:
    row = Owner.objects.select_for_update().get(pk=owner.pk)
    if row.version != version:
        raise Stale(yours=version, current=row.version)
    if "identity" in given:
        given.setdefault("identity_kind", row.identity_kind)
    plain = profile.checked(given, now=now)
    columns = profile.columns({k: v for k, v in plain.items() if (getattr(row, k) or "") != (v or "")})
    if not columns:
        return row
    refuse_duplicate(actor, plain, but=row)
    before, after = _both_sides(row, columns)
    for name, value in columns.items():
        setattr(row, name, value)
    columns["completeness"] = row.completeness = completeness.of(known_of(row)).percent
    row.version += 1
    row.updated_at = now
    row.save(update_fields=[*columns, "version", "updated_at"])
    if "known_since" in columns:
        stages.refresh([row.pk], now=now)
    record(actor, "owners.edit", row, now=now, before=before, after=after)
    publish(OwnerChanged(owner_id=row.pk, fields=tuple(sorted(after))), now=now)
    return row


def change_phone(actor, owner: Owner, *, phone: str, version: int, now: datetime) -> Owner:
    """Give an owner a new telephone number; the old one finds him no more."""
    return edit_owner(actor, owner, version=version, changes={"phone": phone}, now=now)


def join_household(actor, owners: list[Owner], *, label: str, size: int | None = None, now: datetime):
    """Put owners into one new household."""
    with transaction.atomic():
        household = Household.objects.create(label=label, size=size, created_at=now)
        for owner in owners:
            row = Owner.objects.select_for_update().get(pk=owner.pk)
            edit_owner(actor, row, version=row.version, changes={"household": household}, now=now)
    return household


def belongs(actor, owner: Owner, project, *, since: date, now: datetime) -> None:
    """Make an owner visible to those who serve the project; other rooms call it with every tie."""
    if _belongs(owner, project, since=since):
        record(actor, "owners.belongs", owner, now=now, after={"project": project.code})


def _belongs(owner: Owner, project, *, since: date) -> bool:
    if project is None:
        return False
    _row, made = OwnerProject.objects.get_or_create(owner=owner, project=project, defaults={"since": since})
    return made


def refuse_duplicate(actor, plain: dict, *, but: Owner | None = None) -> None:
    """Raise `duplicate_owner` if somebody else has this phone or identity number."""
    for field in ("phone", "identity"):
        if not plain.get(field):
            continue
        match = _holder(field, plain[field], but)
        if match:
            visible = Owner.objects.visible_to(actor).filter(pk=match.pk).exists()
            raise duplicate(field, match.number if visible else None)


def duplicate(field: str, number: str | None) -> Refused:
    """The refusal of a second owner; names the first only to those who may see him."""
    sentence = {
        "phone": _("An owner with this phone number is already here."),
        "identity": _("An owner with this identity number is already here."),
    }[field]
    return Refused(sentence, code="duplicate_owner", fields={field: sentence}, existing=number)


def _holder(field: str, value: str, but: Owner | None) -> Owner | None:
    index = profile.columns({field: value})[f"{field}_index"]
    found = Owner.objects.filter(**{f"{field}_index": index}).only("pk", "number")
    return found.exclude(pk=but.pk if but else None).first()


def _both_sides(row: Owner, columns: dict) -> tuple[dict, dict]:
    """Before and after for the audit, personal values left out."""
    shown = [name for name in columns if name in profile.PROFILE_FIELDS]
    before, after = {}, {}
    for name in shown:
        hidden = name in _NEVER_WRITTEN_OUT
        before[name] = "…" if hidden else _plain(getattr(row, name))
        after[name] = "changed" if hidden else _plain(columns[name])
    return before, after


def _plain(value):
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(getattr(value, "pk", value))


def become_owner(actor, owner: Owner, *, now: datetime) -> Owner:
    """A prospect who signs is a prospect no more."""
    if owner.kind != OwnerKind.PROSPECT:
        return owner
    return edit_owner(actor, owner, version=owner.version, changes={"kind": OwnerKind.PERSON}, now=now)
