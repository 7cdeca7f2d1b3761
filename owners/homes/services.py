"""The only writers of homes; phases, buildings and entrances are written in `places`."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm import copying, numbers
from crm.audit.services import record
from crm.errors import IllegalMove, Refused, Stale
from crm.events.services import publish
from owners.contracts import stages
from owners.days import day_of
from owners.deeds import services as deeds
from owners.events import HomeHandedOver
from owners.outcomes import Outcome

from . import rules
from .models import Building, Entrance, Home, HomeType
from .places import (
    add_building,
    add_entrance,
    add_phase,
    edit_building,
    edit_phase,
    home_search_text,
)
from .states import MOVES, HomeStatus

__all__ = [
    "add_building",
    "add_entrance",
    "add_home",
    "add_homes",
    "add_phase",
    "edit_building",
    "edit_home",
    "edit_phase",
    "follow_purchase",
    "follow_purchases",
    "hand_over",
    "hand_over_many",
    "home_search_text",
]

# What callers may say about a home besides where it is; the rest follows.
HOME_FIELDS = (
    "type",
    "bedrooms",
    "living_rooms",
    "bathrooms",
    "area",
    "address",
    "handover_due_on",
)
_REFERENCES = ("source", "external_ref")


def add_home(actor, project, *, building, entrance="", floor=1, unit="", number="", status=None, now, **said):
    """Add one home; `building` and `entrance` are codes, made where they are new.

    `number` is worked out from them when it is not given. `said` holds any of HOME_FIELDS, area in
    square metres. A number the project already has is refused with the code `duplicate_home`.
    """
    place = {"building": building, "entrance": entrance, "floor": floor, "unit": unit, "number": number}
    with transaction.atomic():
        (outcome,) = add_homes(actor, project, [{**place, **said, "status": status}], now=now, audit=False)
        if outcome.refused:
            raise Refused(outcome.refused, fields={"number": outcome.refused})
        if not outcome.made:
            sentence = _("A home with this number is already here.")
            raise Refused(sentence, code="duplicate_home", fields={"number": sentence})
        home = outcome.row
        record(actor, "homes.add", home, now=now, after={"number": home.number, "project": project.code})
    return home


def add_homes(actor, project, rows: Iterable[dict], *, now: datetime, audit=True) -> list[Outcome]:
    """Add many homes of one project in a fixed number of statements, by the rules of `add_home`.

    A row whose number is there already comes back as it is, `made` false, so that an import can be
    repeated. The outcomes stand in the order of the rows.
    """
    rows = [_read(row) for row in rows]
    try:
        return _add(actor, project, rows, now, audit)
    except IntegrityError:
        return _add(
            actor, project, rows, now, audit
        )  # somebody added one of them in between; now it is found


def _add(actor, project, rows: list[dict], now: datetime, audit: bool) -> list[Outcome]:
    with transaction.atomic():
        places = _places(project, [row for row in rows if not row["wrong"]])
        held = {
            home.number: home
            for home in Home.objects.filter(project=project, number__in=[row["number"] for row in rows])
        }
        fresh: dict[str, Home] = {}
        for row in rows:
            if not row["wrong"] and row["number"] not in held and row["number"] not in fresh:
                fresh[row["number"]] = _home(project, row, places, now)
        drawn = numbers.draw_many("home", len(fresh), now) if fresh else []
        for home, public_number in zip(fresh.values(), drawn, strict=True):
            home.public_number = public_number
        copying.add_objects(list(fresh.values()))
        if audit and fresh:
            record(actor, "homes.add_many", project, now=now, after={"count": len(fresh)})
    return _outcomes(rows, held, fresh)


def _outcomes(rows: list[dict], held: dict, fresh: dict) -> list[Outcome]:
    outcomes, told = [], set()
    for row in rows:
        if row["wrong"]:
            outcomes.append(Outcome(refused=row["wrong"], code="invalid"))
        elif row["number"] in held:
            outcomes.append(Outcome(row=held[row["number"]]))
        else:
            outcomes.append(Outcome(row=fresh[row["number"]], made=row["number"] not in told))
            told.add(row["number"])
    return outcomes


def _read(row: dict) -> dict:
    """One row in stored form, `wrong` naming what keeps it from being added."""
    unknown = set(row) - {"building", "entrance", "floor", "unit", "number", "status", "handover_on"}
    unknown -= {*HOME_FIELDS, *_REFERENCES, "floors"}
    if unknown:
        raise TypeError(f"not fields of a home: {', '.join(sorted(unknown))}")
    plain = {name: value for name, value in row.items() if value not in (None, "")}
    plain["building"] = str(getattr(plain.get("building"), "code", plain.get("building", ""))).strip()
    plain["entrance"] = str(getattr(plain.get("entrance"), "code", plain.get("entrance", ""))).strip()
    plain.setdefault("floor", 1)
    plain["unit"] = str(plain.get("unit", ""))
    plain["number"] = str(
        plain.get("number")
        or rules.home_number(plain["building"], plain["entrance"], plain["floor"], plain["unit"])
    ).strip()
    plain["wrong"] = _wrong(plain)
    return plain


def _wrong(plain: dict) -> str:
    if not plain["building"]:
        return _("Write the building.")
    if len(plain["number"]) > 40 or len(plain["building"]) > 20 or len(plain["entrance"]) > 20:
        return _("The number of the home is too long.")
    if plain.get("type", HomeType.APARTMENT) not in HomeType.values:
        return _("This is not a type of home.")
    if plain.get("status", HomeStatus.ON_SALE) not in HomeStatus.values:
        return _("This is not a state of a home.")
    if (plain.get("status") == HomeStatus.HANDED_OVER) != ("handover_on" in plain):
        return _("A home that is handed over has a day of handover, and only such a home.")
    if "area" in plain:
        try:
            plain["area"] = Decimal(str(plain["area"]))
        except InvalidOperation:
            return _("The area is a number of square metres.")
        if not 0 < plain["area"] < 10_000_000:
            return _("The area is more than nothing.")
    return ""


def _places(project, rows: list[dict]) -> tuple[dict, dict]:
    """The buildings and entrances the rows name, made where they are new."""
    codes = {row["building"] for row in rows}
    floors: dict[str, int] = {}
    for row in rows:
        floors[row["building"]] = max(floors.get(row["building"], 1), row.get("floors", 1), row["floor"])
    Building.objects.bulk_create(
        [
            Building(project=project, code=code, code_key=rules.natural_key(code)[:40], floors=floors[code])
            for code in sorted(codes)
        ],
        ignore_conflicts=True,
    )
    known = Building.objects.select_related("phase").filter(project=project, code__in=codes)
    buildings = {building.code: building for building in known}
    for code, building in buildings.items():
        if building.floors < floors[code]:
            Building.objects.filter(pk=building.pk, floors__lt=floors[code]).update(floors=floors[code])
    doors = {(row["building"], row["entrance"]) for row in rows if row["entrance"]}
    Entrance.objects.bulk_create(
        [Entrance(building=buildings[building], code=code) for building, code in sorted(doors)],
        ignore_conflicts=True,
    )
    entrances = {
        (entrance.building_id, entrance.code): entrance
        for entrance in Entrance.objects.filter(building__in=buildings.values())
    }
    return buildings, entrances


def _home(project, row: dict, places: tuple[dict, dict], now: datetime) -> Home:
    buildings, entrances = places
    building = buildings[row["building"]]
    promised = building.phase.handover_promised_on if building.phase else None
    kept = {"handover_due_on": promised} | {
        name: row[name] for name in (*HOME_FIELDS, *_REFERENCES, "handover_on") if name in row
    }
    return Home(
        project=project,
        building=building,
        entrance=entrances.get((building.pk, row["entrance"])),
        floor=row["floor"],
        unit=row["unit"],
        number=row["number"],
        number_key=rules.natural_key(row["number"]),
        status=row.get("status", HomeStatus.ON_SALE),
        search_text=home_search_text(project, row["number"], row.get("address") or building.address),
        created_at=now,
        updated_at=now,
        **kept,
    )


def edit_home(actor, home: Home, *, version: int, changes: dict, now: datetime) -> Home:
    """Change any of HOME_FIELDS. A version that is not the present one is `Stale`."""
    unknown = set(changes) - set(HOME_FIELDS)
    if unknown:
        raise TypeError(f"not fields to edit of a home: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        row = Home.objects.select_for_update().select_related("project", "building").get(pk=home.pk)
        if row.version != version:
            raise Stale(yours=version, current=row.version)
        wrong = _wrong({"building": row.building.code, "entrance": "", "number": row.number} | changes)
        if wrong:
            raise Refused(wrong, fields={next(iter(changes)): wrong})
        changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
        if not changed:
            return row
        before = {name: _plain(getattr(row, name)) for name in changed}
        for name, value in changed.items():
            setattr(row, name, value)
        row.search_text = home_search_text(row.project, row.number, row.address or row.building.address)
        row.version += 1
        row.updated_at = now
        row.save(update_fields=[*changed, "search_text", "version", "updated_at"])
        after = {name: _plain(value) for name, value in changed.items()}
        record(actor, "homes.edit", row, now=now, before=before, after=after)
    return row


def _plain(value):
    return value if value is None or isinstance(value, str | int) else str(value)


def hand_over(actor, home: Home, *, on: date, now: datetime) -> Home:
    """Record that the keys changed hands on this day: its buyers begin to settle in, their deed begins its way."""
    if on > day_of(now, home.project):
        raise Refused(fields={"on": _("This day has not come yet.")})
    with transaction.atomic():
        row = Home.objects.select_for_update().get(pk=home.pk)
        row.handover_on = on
        _move(row, HomeStatus.HANDED_OVER, by=actor, because="", now=now, also=("handover_on",))
        stages.refresh_of_homes([row.pk], now=now)
        deeds.open_for_homes(actor, [row.pk], now=now)
        publish(HomeHandedOver(home_id=row.pk, project_id=row.project_id), now=now)
    return row


def hand_over_many(actor, days: dict[int, date], *, now: datetime) -> int:
    """Record many handovers, home id → day, as they are carried over from older records; how many moved.

    Homes that may not move are left as they are; no fact is published, as with every bulk service.
    """
    with transaction.atomic():
        rows = list(Home.objects.select_for_update().filter(pk__in=days, status=HomeStatus.SIGNED))
        for row in rows:
            row.handover_on, row.updated_at = days[row.pk], now
            row.version += 1
        _move_rows(rows, HomeStatus.HANDED_OVER, also=("handover_on", "updated_at", "version"))
        stages.refresh_of_homes([row.pk for row in rows], now=now)
        if rows:
            record(actor, "homes.hand_over_many", rows[0], now=now, after={"count": len(rows)})
    return len(rows)


def follow_purchase(actor, home: Home, to: HomeStatus, *, because: str, now: datetime) -> Home:
    """Bring a locked home to where its live purchases put it; called by `contracts` only."""
    if home.status in (to, HomeStatus.HANDED_OVER):
        return home
    return _move(home, to, by=actor, because=because, now=now)


def follow_purchases(actor, wanted: dict[int, HomeStatus], *, now: datetime) -> None:
    """As `follow_purchase` for many homes; one that may not move there is left as it is."""
    rows = Home.objects.select_for_update().filter(pk__in=wanted)
    for to in set(wanted.values()):
        moving = [row for row in rows if wanted[row.pk] == to and to in MOVES[row.status]]
        for row in moving:
            row.updated_at = now
            row.version += 1
        _move_rows(moving, to, also=("updated_at", "version"))


def _move_rows(rows: list[Home], to: HomeStatus, *, also: tuple[str, ...]) -> None:
    """Many locked homes at once; the caller has asked MOVES, and the trigger asks again."""
    for row in rows:
        row.status = to
    Home.objects.bulk_update(rows, ["status", *also], batch_size=500)


def _move(row: Home, to: HomeStatus, *, by, because: str, now: datetime, also: tuple[str, ...] = ()) -> Home:
    """One home moves; only this and `_move_rows` assign a status. The row is locked by the caller."""
    if to not in MOVES[row.status]:
        raise IllegalMove(**{"from": row.status, "to": to})
    before, row.status, row.updated_at = row.status, to, now
    row.version += 1
    row.save(update_fields=["status", "updated_at", "version", *also])
    record(by, "homes.move", row, now=now, before={"status": before}, after={"status": to}, because=because)
    return row
