"""Exports, erasures and holds of one person: asked for, carried out, on the record."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm.accounts import services as accounts
from crm.audit.services import record
from crm.errors import IllegalMove, NotAllowed, NotFound, Refused
from crm.jobs import services as jobs
from owners.people.models import Owner

from . import checking, erasing, people_files, replaying, sweeping
from . import person as persons
from .models import Erasure, LegalHold, PersonExport
from .states import MOVES, Confirmed, ErasureStatus, ExportStatus

KEPT = timedelta(days=7)
SHORTEST_REASON = 4
MACHINE = "privacy"


@transaction.atomic
def ask_export(actor, owner: Owner, *, because: str, now: datetime) -> PersonExport:
    """Have everything about a person put together by a job; `because` says who asked and how.

    Refused without a reason, or for somebody who was erased. Asking while one is being made gives that one.
    """
    because = _reason(because)
    _lock_whole(owner)
    under_way = PersonExport.objects.filter(owner=owner, status=ExportStatus.MAKING).first()
    if under_way is not None:
        return under_way
    export = PersonExport.objects.create(owner=owner, asked_by=actor, asked_at=now, because=because)
    title = _("Everything about %(number)s") % {"number": owner.number}
    parameters = {"export": str(export.public_id)}
    export.job = jobs.start("person_export", actor, title=title, parameters=parameters, chunks=[{}], now=now)
    export.save(update_fields=["job"])
    record(actor, "privacy.export", export, now=now, after={"owner": owner.number})
    return export


@transaction.atomic
def fetch_export(actor, export: PersonExport, *, now: datetime) -> bytes:
    """The archive; who fetched it is on the record. NotFound where it is not ready or its time is over."""
    row = PersonExport.objects.select_for_update().get(pk=export.pk)
    if row.status != ExportStatus.READY or row.expires_at <= now:
        raise NotFound
    row.fetched_at = now
    row.save(update_fields=["fetched_at"])
    record(actor, "privacy.export.fetch", row, now=now)
    return people_files.read(row.file)


@transaction.atomic
def hand_over(actor, export: PersonExport, *, to: str, now: datetime) -> PersonExport:
    """Note to whom and how the archive was handed over; once."""
    to = _reason(to, field="to")
    row = PersonExport.objects.select_for_update().get(pk=export.pk)
    if row.handed_at is not None:
        raise IllegalMove(_("It has been handed over already."))
    row.handed_at, row.handed_by, row.handed_to = now, actor, to
    row.save(update_fields=["handed_at", "handed_by", "handed_to"])
    record(actor, "privacy.export.hand_over", row, now=now)
    return row


@transaction.atomic
def request_erasure(actor, owner: Owner, *, because: str, now: datetime) -> Erasure:
    """Note that a person wants to be forgotten; nothing is erased yet. A second wish is the one that waits."""
    because = _reason(because)
    _lock_whole(owner)
    waiting = Erasure.objects.filter(owner=owner, status=ErasureStatus.REQUESTED).first()
    if waiting is not None:
        return waiting
    row = Erasure.objects.create(owner=owner, asked_by=actor, asked_at=now, because=because)
    record(actor, "privacy.erase.ask", row, now=now, after={"owner": owner.number})
    return row


@transaction.atomic
def withdraw_erasure(actor, erasure: Erasure, *, now: datetime) -> Erasure:
    """The person has thought again; what was asked stays on record."""
    row = _open(erasure)
    _move(row, ErasureStatus.WITHDRAWN, now=now)
    record(actor, "privacy.erase.withdraw", row, now=now)
    return row


@transaction.atomic
def confirm_erasure(
    actor, erasure: Erasure, *, typed: str = "", also: Iterable[str] = (), now: datetime
) -> Erasure:
    """Erase the person: confirmed by another privacy officer, or by the same one typing the owner's number.

    `also` names what unknown callers said and was his after all (`checking.perhaps`).
    1. lock the wish and the person  2. confirmed?  3. nothing in the way?  4. erase  5. write what was done, and,
    once it is committed, a line of the journal that a restore is measured against. It cannot be undone.
    """
    row = _open(erasure)
    how = _confirmed(actor, row, typed)
    return _carry_out(actor, row, how, also, now=now)


def _confirmed(actor, row: Erasure, typed: str) -> str:
    if actor.pk != row.asked_by_id:
        return Confirmed.SECOND
    if typed.strip().upper() == row.owner.number:
        return Confirmed.TYPED
    raise Refused(
        fields={"typed": _("Type the owner's number as it stands above, or let a colleague confirm.")}
    )


def _carry_out(actor, row: Erasure, how: str, also: Iterable[str], *, now: datetime) -> Erasure:
    person = persons.of(row.owner, lock=True)
    standing = checking.hindrances(person)
    if standing:
        raise IllegalMove(" ".join(str(hindrance.text) for hindrance in standing))
    taken, left = checking.take(person, also)
    if taken or left:
        record(actor, "privacy.erase.unnamed", row, now=now, after={"his": taken, "others": left})
    row.kept = [{"model": fate.model, "rows": fate.rows} for fate in checking.fates(person) if fate.because]
    row.counts = erasing.erase(actor, row.owner, row, now=now)
    row.confirmed_by, row.confirmed_how = actor, how
    with transaction.atomic():  # under a number newer than all that was erased: `sweeping` counts from it
        _move(row, ErasureStatus.CARRIED_OUT, now=now)
    numbers = sorted({*person.numbers, *taken})
    transaction.on_commit(lambda: replaying.write_down(numbers, at=now))
    return row


@transaction.atomic
def set_hold(actor, owner: Owner, *, because: str, now: datetime) -> LegalHold:
    """Let nothing of this person be erased until the hold is lifted; one at a time."""
    because = _reason(because)
    _lock_whole(owner)
    standing = LegalHold.objects.filter(owner=owner, lifted_at=None).first()
    if standing is not None:
        return standing
    row = LegalHold.objects.create(owner=owner, because=because, set_by=actor, set_at=now)
    record(actor, "privacy.hold", row, now=now, after={"owner": owner.number})
    return row


@transaction.atomic
def lift_hold(actor, owner: Owner, *, now: datetime) -> LegalHold:
    """End the hold; NotFound where there is none."""
    row = LegalHold.objects.select_for_update().filter(owner=owner, lifted_at=None).first()
    if row is None:
        raise NotFound
    row.lifted_at, row.lifted_by = now, actor
    row.save(update_fields=["lifted_at", "lifted_by"])
    record(actor, "privacy.hold.lift", row, now=now, after={"owner": owner.number})
    return row


def replay_erasures(*, now: datetime) -> list[str]:
    """Erase again whom a restore brought back: their numbers. Each in a transaction of its own."""
    machine = accounts.system_user(MACHINE)
    return [_replay(machine, owner, now) for owner in replaying.come_back()]


@transaction.atomic
def _replay(machine, owner: Owner, now: datetime) -> str:
    row = Erasure.objects.filter(owner=owner, status=ErasureStatus.REQUESTED).first()
    row = row or Erasure.objects.create(owner=owner, asked_by=machine, asked_at=now, because="replayed")
    person = persons.of(owner, lock=True)
    checking.take(person, replaying.known_among(one.number for one in checking.perhaps(person)))
    row.counts = erasing.erase(machine, owner, row, now=now)
    row.confirmed_by, row.confirmed_how = machine, Confirmed.REPLAYED
    _move(row, ErasureStatus.CARRIED_OUT, now=now)
    return owner.number


def sweep_erased(*, now: datetime, full: bool = False) -> int:
    """Let the dead rows of erasures leave the database's files; how many erasures."""
    return sweeping.sweep(now=now, full=full)


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Delete archives whose time is over, and files that no row names; how many were over."""
    over = PersonExport.objects.filter(status=ExportStatus.READY, expires_at__lte=now)
    transaction.on_commit(people_files.drop_orphans)
    return people_files.forget(over.select_for_update())


def _open(erasure: Erasure) -> Erasure:
    return Erasure.objects.select_for_update(of=("self",)).select_related("owner").get(pk=erasure.pk)


def _move(row: Erasure, to: str, *, now: datetime) -> None:
    if to not in MOVES[ErasureStatus(row.status)]:
        raise IllegalMove(_("This has been carried out or withdrawn already."))
    row.status, row.ended_at = to, now
    row.save(update_fields=["status", "ended_at", "confirmed_by", "confirmed_how", "counts", "kept"])


def _reason(text: str, field: str = "because") -> str:
    text = text.strip()
    if len(text) < SHORTEST_REASON:
        raise Refused(fields={field: _("Say in a few words who asked for it and how.")})
    return text[:200]


def _lock_whole(owner: Owner) -> None:
    """Lock the person's row; NotAllowed where there is nothing left of him."""
    if Owner.objects.select_for_update().get(pk=owner.pk).erased_at is not None:
        raise NotAllowed(_("Nothing is known of this person any more."))
