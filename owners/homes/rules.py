"""How a home is named and found. Pure."""

from owners.people.rules import natural_key

__all__ = ["home_number", "natural_key"]


def home_number(building: str, entrance: str, floor: int, unit: str) -> str:
    """The number people use: building-entrance-floor and door, 3-2-1201; parts that are empty are left out.

    A unit of three or more signs (1201) names its floor already.
    """
    door = unit if len(unit) > 2 or not unit else f"{floor}{unit}"
    return "-".join(part for part in (building, entrance, door) if part)
