"""Phases, warranties, steps of purchases, title deeds and handovers of the demonstration town."""

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.accounts.services import system_user
from owners.contracts import converting, paying
from owners.contracts.models import Ownership, Purchase
from owners.deeds import services as deeds
from owners.deeds.models import DeedStep, TitleDeed
from owners.deeds.rules import next_of
from owners.deeds.states import ORDER
from owners.handovers import checklists
from owners.handovers import services as handovers
from owners.handovers.models import ChecklistItem, Finding
from owners.warranty import services as warranty
from owners.warranty.models import WarrantyPart

from . import services as homes
from .models import Building, Home, HomeType

SEED = 20261122
# project → phases: (code, zh-hans, zh-hant, en, fi, codes of its buildings)
PHASES = {
    "riverside": [
        ("1", "一期", "一期", "Phase one", "Vaihe 1", ("1", "2", "3")),
        ("2", "二期", "二期", "Phase two", "Vaihe 2", ("5", "6", "7")),
        ("3", "三期", "三期", "Phase three", "Vaihe 3", ("8", "9")),
    ],
    "brocade": [
        ("A", "锦绣一期", "錦繡一期", "Brocade A", "Brocade A", ("A1", "A2", "A3")),
        ("B", "锦绣二期", "錦繡二期", "Brocade B", "Brocade B", ("B1", "B2", "B3")),
    ],
    "kalaranta": [
        ("1", "Ranta", "Ranta", "Shore row", "Rantarivi", ("1", "2", "3")),
        ("2", "Piha", "Piha", "Courtyard", "Sisäpiha", ("4", "5")),
    ],
}
PROMISED_IN = {("riverside", "3"): 60, ("brocade", "A"): 210, ("brocade", "B"): 480}  # days from now
REMARKS = ("墙角有细裂缝", "窗扇关不严", "地漏排水慢", "开关面板松动", "地砖空鼓一块")
LAST_READING = {"water": "0.412", "electricity": "18.7", "gas": "2.05"}


def load(world, *, now: datetime) -> None:
    """Some of each: phases, granted warranties, deeds that are late, handovers past, refused and to come."""
    actor = system_user("coordination")
    chance = random.Random(SEED)  # noqa: S311  the town is the same each time
    _phases(actor, world, now)
    _warranties(actor, world, now)
    for home_type in (HomeType.APARTMENT, HomeType.PARKING, HomeType.SHOP):
        checklists.add_standard_list(actor, home_type, now=now)
    _deeds(actor, world, chance, now)
    _handovers(actor, world, chance, now)
    _payments(actor, world, now)


def _phases(actor, world, now) -> None:
    for code, phases in PHASES.items():
        project = world.projects[code]
        for phase_code, zh_hans, zh_hant, english, finnish, buildings in phases:
            names = {"en": english, "zh-hans": zh_hans, "zh-hant": zh_hant, "fi": finnish}
            name = finnish if project.currency == "EUR" else zh_hans
            phase = homes.add_phase(actor, project, code=phase_code, name=name, names=names, now=now)
            if (code, phase_code) in PROMISED_IN:
                promise = now.date() + timedelta(days=PROMISED_IN[code, phase_code])
                homes.edit_phase(actor, phase, changes={"handover_promised_on": promise}, now=now)
            for building in Building.objects.filter(project=project, code__in=buildings):
                homes.edit_building(actor, building, changes={"phase": phase}, now=now)


def _warranties(actor, world, now) -> None:
    warranty.add_standard_parts(actor, now=now)
    part = WarrantyPart.objects.get(code="waterproofing")
    warranty.grant_term(actor, part, world.projects["lakeview"], length=8, now=now)


def _deeds(actor, world, chance, now) -> None:
    """Three buildings handed over within the year; most deeds keep their days, some are late."""
    held = Home.objects.filter(project=world.projects["riverside"], building__code__in=("5", "6", "7"))
    held = held.filter(handover_on__isnull=False)
    deeds.open_for_homes(actor, held.values_list("pk", flat=True), now=now)
    today, steps, rows = now.date(), [], []
    for deed in TitleDeed.objects.filter(home__in=held).prefetch_related("steps"):
        late = chance.random() < 0.12
        known = {step.milestone: step for step in deed.steps.all()}
        for milestone in ORDER:
            step = known[milestone]
            if step.planned_on >= today or (late and step.planned_on > today - timedelta(days=60)):
                break
            step.done_on, step.done_by = step.planned_on - timedelta(days=chance.randint(0, 6)), actor
            steps.append(step)
        upcoming = next_of({name for name, step in known.items() if step.done_on})
        deed.next_milestone, deed.due_on = upcoming or "", known[upcoming].planned_on if upcoming else None
        rows.append(deed)
    DeedStep.objects.bulk_update(steps, ["done_on", "done_by"], batch_size=500)
    TitleDeed.objects.bulk_update(rows, ["next_milestone", "due_on"], batch_size=500)


def _handovers(actor, world, chance, now) -> None:
    """Homes of the block that is about to be handed over: some walked through, one refused, the rest invited."""
    project = world.projects["riverside"]
    zone, staff = ZoneInfo(project.timezone), getattr(world, "staff", {})
    held = Ownership.objects.filter(home__project=project, home__building__code="8", until=None)
    held = held.filter(home__status="signed", purchase__isnull=False).select_related("home", "owner")
    for number, ownership in enumerate(held.order_by("home__number_key")[:18]):
        day = now.date() + timedelta(days=number - 7)
        at = datetime.combine(day, time(9 + number % 7), zone)
        row = handovers.plan_handover(
            actor, ownership.home, ownership.owner, at=at, conducted_by=staff.get("alice"), now=now
        )
        if day >= now.date():
            continue
        row = handovers.inspect(actor, row, version=row.version, results=_seen(chance, number), now=now)
        if number == 2:
            handovers.refuse(
                actor, row, version=row.version, because="卫生间渗水，整改后再收楼", on=day, now=now
            )
            continue
        readings = {name: f"{float(value) + number:.3f}" for name, value in LAST_READING.items()}
        handovers.take_over(
            actor, row, version=row.version, signed_by=ownership.owner.name, on=day, keys=5,
            readings=readings, now=now,
        )  # fmt: skip
    late = Finding.objects.filter(handover__home__project=project).order_by("pk").first()
    if late:
        Finding.objects.filter(pk=late.pk).update(due_on=now.date() - timedelta(days=3))


def _seen(chance, number: int) -> dict[int, dict]:
    items = ChecklistItem.objects.filter(home_type=HomeType.APARTMENT)
    results = {}
    for item in items:
        defect = chance.random() < 0.12
        results[item.pk] = {
            "looked": "defect" if defect else "ok",
            "remark": chance.choice(REMARKS) if defect else "",
        }
        if defect:
            results[item.pk]["seriousness"] = "serious" if chance.random() < 0.4 else "minor"
    return results


def _payments(actor, world, now) -> None:
    """A subscription that becomes a contract, and the instalments of some contracts."""
    project = world.projects["riverside"]
    today = now.date()
    subscribed = Purchase.objects.filter(
        project=project, kind="subscription", cancelled_on=None, home__status="subscribed"
    )
    for row in subscribed.select_related("home").order_by("pk")[:1]:
        converting.convert_purchase(
            actor,
            row,
            to="contract",
            signed_on=today,
            amount=row.amount * 50,
            deposit_amount=row.amount,
            now=now,
        )
    for row in Purchase.objects.filter(project=project, kind="contract").order_by("-signed_on", "pk")[:12]:
        third = row.amount // 3
        days = [row.signed_on + timedelta(days=days) for days in (0, 60, 180)]
        paying.plan_payments(
            actor, row, list(zip(days, (third, third, row.amount - 2 * third), strict=True)), now=now
        )
        for day in days:
            if day < today - timedelta(days=20):
                paying.mark_paid(actor, row, due_on=day, on=day, now=now)
