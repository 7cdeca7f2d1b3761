"""Reads of the property tree."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from owners.finding.homes import find_homes

from . import rules
from .models import Building, Home, Phase
from .states import HomeStatus


def homes_listed(user, *, query="", project=None, status="", type="") -> QuerySet:
    """The homes a user may see, narrowed by words, project, state and type, to be paged by keyset."""
    rows = find_homes(user, query).select_related("project", "building", "entrance")
    narrowed = {name: value for name, value in (("status", status), ("type", type)) if value}
    rows = rows.filter(**narrowed)
    return rows.filter(project=project) if project is not None else rows


@dataclass
class BuildingCount:
    """A building with the number of its homes in each state."""

    building: Building
    by_status: Counter = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def shares(self) -> list[tuple[str, int, int]]:
        """(status, homes, percent) in the order of a home's life; states without homes are left out."""
        return [
            (
                status.value,
                self.by_status[status.value],
                round(100 * self.by_status[status.value] / self.total),
            )
            for status in HomeStatus
            if self.by_status[status.value]
        ]

    @property
    def sold(self) -> int:
        return self.by_status[HomeStatus.SIGNED.value] + self.by_status[HomeStatus.HANDED_OVER.value]


@dataclass
class PhaseCount:
    """A phase (None: what belongs to none) with its buildings."""

    phase: Phase | None
    buildings: list[BuildingCount]

    @property
    def total(self) -> int:
        return sum(counted.total for counted in self.buildings)

    @property
    def sold(self) -> int:
        return sum(counted.sold for counted in self.buildings)


def buildings_counted(project) -> list[BuildingCount]:
    """The buildings of a project in their order, with their homes by state: two queries."""
    buildings = project.buildings.select_related("phase").order_by("code_key", "pk")
    counted = {b.pk: BuildingCount(b) for b in buildings}
    rows = Home.objects.filter(project=project).values("building_id", "status")
    for row in rows.annotate(count=Count("pk")):
        counted[row["building_id"]].by_status[row["status"]] = row["count"]
    return list(counted.values())


def phases_counted(project) -> list[PhaseCount]:
    """The phases of a project in their order, then what belongs to none: three queries."""
    held = defaultdict(list)
    for counted in buildings_counted(project):
        held[counted.building.phase_id].append(counted)
    found = [PhaseCount(phase, held[phase.pk]) for phase in phases_of(project)]
    return found + ([PhaseCount(None, held[None])] if held[None] else [])


def phases_of(project) -> list[Phase]:
    return list(project.phases.order_by("code_key", "pk"))


def phases_listed(user, *, project=None) -> QuerySet:
    rows = Phase.objects.visible_to(user).select_related("project__city")
    return rows.filter(project=project) if project is not None else rows


def buildings_listed(user, *, project=None) -> QuerySet:
    rows = Building.objects.visible_to(user).select_related("project__city", "phase")
    rows = rows.prefetch_related("entrances")
    return rows.filter(project=project) if project is not None else rows


def entrances_of(building) -> list[str]:
    """The codes of a building's entrances, 2 before 10."""
    return sorted(building.entrances.values_list("code", flat=True), key=rules.natural_key)


@dataclass(frozen=True)
class Preview:
    """Homes about to be added: their numbers floor by floor from the top, and which are here already."""

    floors: list[tuple[int, list[tuple[str, bool]]]]
    count: int
    known: int

    @property
    def fresh(self) -> int:
        return self.count - self.known


def preview_of(building, rows: list[dict]) -> Preview:
    """What adding these rows would do: one query."""
    numbers = [rules.home_number(building.code, r["entrance"], r["floor"], r["unit"]) for r in rows]
    known = Home.objects.filter(project=building.project, number__in=numbers)
    known = set(known.values_list("number", flat=True))
    floors = defaultdict(list)
    for row, number in zip(rows, numbers, strict=True):
        floors[row["floor"]].append((number, number in known))
    return Preview(sorted(floors.items(), reverse=True), len(numbers), len(known))


@dataclass(frozen=True)
class Picture:
    """A building as one sees it: columns of doors under their entrances, floors from the top."""

    entrances: list[tuple[str, int]]
    floors: list[tuple[int, list[Home | None]]]


def picture_of(building) -> Picture:
    """The homes of a building laid out floor by floor, a gap where there is none: one query."""
    homes = list(building.homes.select_related("entrance").order_by("number_key", "pk"))
    columns = sorted({column_of(home) for home in homes})
    place = {column: index for index, column in enumerate(columns)}
    floors: dict[int, list[Home | None]] = defaultdict(lambda: [None] * len(columns))
    for home in homes:
        floors[home.floor][place[column_of(home)]] = home
    entrances = Counter(entrance for entrance, _door in columns)
    return Picture(
        entrances=list(entrances.items()),
        floors=sorted(floors.items(), reverse=True),
    )


def column_of(home: Home) -> tuple[str, str]:
    """The entrance and the door within a floor: 1201 on floor 12 stands over 1101, as 01."""
    entrance = home.entrance.code if home.entrance else ""
    door = home.unit
    floor = str(home.floor)
    if len(door) > 2 and door.lstrip("0").startswith(floor):
        door = door.lstrip("0")[len(floor) :]
    return entrance, door or home.number
