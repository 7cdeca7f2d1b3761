"""How a home is named and found, and how the homes of a building are laid out. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from owners.people.rules import natural_key

__all__ = ["MOST_AT_ONCE", "Layout", "home_number", "homes_laid_out", "natural_key"]


def home_number(building: str, entrance: str, floor: int, unit: str) -> str:
    """The number people use: building-entrance-floor and door, 3-2-1201; parts that are empty are left out.

    A unit of three or more signs (1201) names its floor already.
    """
    door = unit if len(unit) > 2 or not unit else f"{floor}{unit}"
    return "-".join(part for part in (building, entrance, door) if part)


MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class Layout:
    """How the homes of a building are laid out: the same doors on each floor of each entrance.

    Areas and bedrooms have one entry for each door of a floor; the last one stands for the doors beyond.
    """

    entrances: tuple[str, ...]
    first_floor: int
    last_floor: int
    doors: int
    left_out: frozenset[int] = frozenset()
    areas: tuple[Decimal, ...] = ()
    bedrooms: tuple[int, ...] = ()

    @property
    def floors(self) -> list[int]:
        return [f for f in range(self.first_floor, self.last_floor + 1) if f and f not in self.left_out]

    @property
    def count(self) -> int:
        return len(self.entrances) * len(self.floors) * self.doors


def homes_laid_out(building: str, layout: Layout, **shared) -> list[dict]:
    """The rows of `add_homes` for all doors of a building, entrance by entrance, from the lowest floor."""
    rows = []
    for entrance in layout.entrances:
        for floor in layout.floors:
            for door in range(layout.doors):
                place = {
                    "building": building,
                    "entrance": entrance,
                    "floor": floor,
                    "unit": f"{door + 1:02d}",
                }
                rows.append({**place, **shared, **_kind_of_door(layout, door)})
    return rows


def _kind_of_door(layout: Layout, door: int) -> dict:
    said = {}
    if layout.areas:
        said["area"] = layout.areas[min(door, len(layout.areas) - 1)]
    if layout.bedrooms:
        said["bedrooms"] = layout.bedrooms[min(door, len(layout.bedrooms) - 1)]
    return said
