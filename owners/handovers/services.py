"""The only writers of handovers, what was looked at and what was found."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import IllegalMove, Refused, Stale
from owners.contracts.models import Ownership
from owners.days import day_of
from owners.homes import services as homes
from owners.homes.models import Home
from owners.homes.states import HomeStatus

from .models import ChecklistItem, Finding, Handover, ItemResult
from .states import DAYS_TO_FIX, MOVES, HandoverStatus, Looked, Seriousness

METERS = ("water", "electricity", "gas", "heating")


def plan_handover(actor, home: Home, owner, *, at: datetime, conducted_by=None, now: datetime) -> Handover:
    """Agree with an owner of a signed home when to hand it over; a home has one appointment at a time."""
    with transaction.atomic():
        row = Home.objects.select_for_update(of=("self",)).select_related("project").get(pk=home.pk)
        if row.status != HomeStatus.SIGNED:
            raise IllegalMove(_("Only a home that is signed and not handed over can be handed over."))
        if not Ownership.objects.filter(home=row, owner=owner).current(day_of(now, row.project)).exists():
            raise Refused(fields={"owner": _("This person does not own the home.")})
        if Handover.objects.filter(home=row, status=HandoverStatus.PLANNED).exists():
            raise _appointed()
        try:
            with transaction.atomic():
                handover = Handover.objects.create(
                    home=row,
                    owner=owner,
                    appointment_at=at,
                    conducted_by=conducted_by,
                    created_at=now,
                    updated_at=now,
                )
        except IntegrityError as error:
            raise _appointed() from error
        after = {"home": row.number, "at": at.isoformat()}
        record(actor, "handovers.plan", handover, now=now, after=after)
    return handover


def _appointed() -> Refused:
    return Refused(_("This home has an appointment already."), code="already_appointed")


def reschedule(actor, handover: Handover, *, version: int, at: datetime, conducted_by=None, now: datetime):
    """Another day, or somebody else goes."""
    with transaction.atomic():
        row = _open(handover, version)
        before = {"at": row.appointment_at.isoformat()}
        row.appointment_at, row.conducted_by = at, conducted_by
        _touch(row, now, "appointment_at", "conducted_by")
        record(actor, "handovers.reschedule", row, now=now, before=before, after={"at": at.isoformat()})
    return row


def inspect(actor, handover: Handover, *, version: int, results: dict[int, dict], now: datetime) -> Handover:
    """Write down what was seen: item id → {"looked", "remark", "seriousness", "due_on"}; said again it is corrected.

    A defect becomes a finding with its remark, which it needs; an item that is no defect any more loses its
    finding, unless that was fixed already.
    """
    with transaction.atomic():
        row = _open(handover, version)
        items = {item.pk: item for item in _items_for(row).filter(pk__in=results)}
        _refuse_wrong_results(items, results)
        ItemResult.objects.bulk_create(
            [
                ItemResult(handover=row, item=items[pk], looked=said["looked"], remark=said.get("remark", ""))
                for pk, said in results.items()
            ],
            update_conflicts=True,
            unique_fields=["handover", "item"],
            update_fields=["looked", "remark"],
        )
        _follow_findings(row, items, results, now)
        _touch(row, now)
        after = {"items": len(results), "defects": _defects(results)}
        record(actor, "handovers.inspect", row, now=now, after=after)
    return row


def _items_for(handover: Handover):
    return ChecklistItem.objects.filter(home_type=handover.home.type)


def _refuse_wrong_results(items: dict, results: dict[int, dict]) -> None:
    wrong = {}
    for pk, said in results.items():
        if pk not in items:
            wrong[str(pk)] = _("This item is not on the list of this home.")
        elif said["looked"] not in Looked.values:
            wrong[str(pk)] = _("Choose one of the list.")
        elif said["looked"] == Looked.DEFECT and not said.get("remark", "").strip():
            wrong[str(pk)] = _("%(item)s: write what is wrong with it.") % {"item": items[pk].label}
        elif (said.get("seriousness") or Seriousness.MINOR) not in Seriousness.values:
            wrong[str(pk)] = _("Choose one of the list.")
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)


def _defects(results: dict) -> int:
    return sum(said["looked"] == Looked.DEFECT for said in results.values())


def _follow_findings(row: Handover, items: dict, results: dict[int, dict], now: datetime) -> None:
    """A finding for each defect, and none for what is all right: three statements."""
    sound = [pk for pk, said in results.items() if said["looked"] != Looked.DEFECT]
    Finding.objects.filter(handover=row, item__in=sound, fixed_on=None).delete()
    found = []
    for pk, said in results.items():
        if said["looked"] == Looked.DEFECT:
            seriousness = said.get("seriousness") or Seriousness.MINOR
            found.append(
                Finding(
                    handover=row,
                    item=items[pk],
                    part_id=items[pk].part_id,
                    project_id=row.home.project_id,
                    place=items[pk].room,
                    remark=said["remark"].strip()[:300],
                    seriousness=seriousness,
                    due_on=said.get("due_on") or _due(row, seriousness, now),
                    created_at=now,
                )
            )
    Finding.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["handover", "item"],
        update_fields=["remark", "seriousness", "due_on"],
    )


def _due(row: Handover, seriousness: str, now: datetime) -> date:
    return day_of(now, row.home.project) + timedelta(days=DAYS_TO_FIX[Seriousness(seriousness)])


def add_finding(
    actor,
    handover: Handover,
    *,
    place: str,
    remark: str,
    seriousness: str,
    part=None,
    due_on=None,
    now: datetime,
) -> Finding:
    """Something wrong that no item of the list asks for; also after the home was taken over."""
    wrong = {}
    if not place.strip():
        wrong["place"] = _("Write where it is.")
    if not remark.strip():
        wrong["remark"] = _("Write what is wrong with it.")
    if seriousness not in Seriousness.values:
        wrong["seriousness"] = _("Choose one of the list.")
    if wrong:
        raise Refused(fields=wrong)
    with transaction.atomic():
        row = _locked(handover)
        if row.status == HandoverStatus.CANCELLED:
            raise IllegalMove(_("This handover was called off."))
        finding = Finding.objects.create(
            handover=row,
            part=part,
            project_id=row.home.project_id,
            place=place.strip()[:80],
            remark=remark.strip()[:300],
            seriousness=seriousness,
            due_on=due_on or _due(row, seriousness, now),
            created_at=now,
        )
        record(actor, "handovers.add_finding", finding, now=now, after={"seriousness": str(seriousness)})
    return finding


def take_over(
    actor, handover: Handover, *, version: int, signed_by: str, on: date, keys: int | None = None,
    readings: dict | None = None, now: datetime,
) -> Handover:  # fmt: skip
    """The owner signs and takes the keys: the home is handed over that day, its warranties run, its deed begins.

    Findings may be open; each keeps its day. An inspection that has not begun is refused, so is a finding
    with which nobody can live.
    """
    if not signed_by.strip():
        raise Refused(fields={"signed_by": _("Write who signs.")})
    with transaction.atomic():
        row = _open(handover, version)
        if not row.results.exists():
            raise IllegalMove(_("Walk through the home first: nothing has been looked at yet."))
        if row.findings.filter(fixed_on=None, seriousness=Seriousness.GRAVE).exists():
            raise IllegalMove(
                _("A finding is open with which nobody can live. Fix it first, or let the owner refuse.")
            )
        homes.hand_over(actor, row.home, on=on, now=now)
        row.signed_by, row.keys = signed_by.strip()[:120], keys
        for meter in METERS:
            setattr(row, meter, (readings or {}).get(meter))
        _end(
            actor,
            row,
            HandoverStatus.TAKEN_OVER,
            on=on,
            because="",
            now=now,
            also=("signed_by", "keys", *METERS),
        )
    return row


def refuse(actor, handover: Handover, *, version: int, because: str, on: date, now: datetime) -> Handover:
    """The owner does not take the home over, with his reason; a new appointment follows when it is put right."""
    return _end_with_reason(actor, handover, HandoverStatus.REFUSED, version, because, on, now)


def call_off(actor, handover: Handover, *, version: int, because: str, on: date, now: datetime) -> Handover:
    """The appointment does not take place."""
    return _end_with_reason(actor, handover, HandoverStatus.CANCELLED, version, because, on, now)


def _end_with_reason(actor, handover, to, version, because, on, now) -> Handover:
    if not because.strip():
        raise Refused(fields={"because": _("Write the reason.")})
    if on > day_of(now, handover.home.project):
        raise Refused(fields={"on": _("This day has not come yet.")})
    with transaction.atomic():
        row = _open(handover, version)
        _end(actor, row, to, on=on, because=because.strip()[:300], now=now)
    return row


def _end(actor, row: Handover, to: str, *, on: date, because: str, now: datetime, also=()) -> None:
    row.ended_on, row.because = on, because
    _move(row, to, now=now, also=("ended_on", "because", *also))
    after = {"status": str(to), "on": str(on)}
    record(actor, "handovers.end", row, now=now, after=after, because=because)


def _move(row: Handover, to: str, *, now: datetime, also: tuple[str, ...]) -> None:
    """One handover ends; only this assigns a status. The row is locked by the caller."""
    if to not in MOVES[HandoverStatus(row.status)]:
        raise IllegalMove(**{"from": row.status, "to": to})
    row.status = to
    _touch(row, now, "status", *also)


def fix_finding(actor, finding: Finding, *, on: date, remark="", now: datetime) -> Finding:
    """What was found has been put right."""
    with transaction.atomic():
        row = Finding.objects.select_for_update(of=("self",)).select_related("project").get(pk=finding.pk)
        if row.fixed_on:
            raise IllegalMove(_("This finding has been fixed already."))
        if on > day_of(now, row.project):
            raise Refused(fields={"on": _("This day has not come yet.")})
        row.fixed_on, row.fixed_by, row.fixed_remark = on, actor, remark.strip()[:300]
        row.save(update_fields=["fixed_on", "fixed_by", "fixed_remark"])
        record(actor, "handovers.fix_finding", row, now=now, after={"on": str(on)})
    return row


def _locked(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).select_related("home__project", "owner")
    return rows.get(pk=handover.pk)


def _open(handover: Handover, version: int) -> Handover:
    row = _locked(handover)
    if row.version != version:
        raise Stale(yours=version, current=row.version)
    if not row.is_open:
        raise IllegalMove(_("This handover has ended already."))
    return row


def _touch(row: Handover, now: datetime, *also: str) -> None:
    row.version += 1
    row.updated_at = now
    row.save(update_fields=["version", "updated_at", *also])
