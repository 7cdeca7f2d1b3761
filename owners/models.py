"""The tables of the owners app, room by room; each is defined in its room."""

from .contracts.models import Ownership, Purchase, ShowroomVisit
from .homes.models import Building, Entrance, Home
from .people.models import Household, Owner, OwnerProject

__all__ = [
    "Building",
    "Entrance",
    "Home",
    "Household",
    "Owner",
    "OwnerProject",
    "Ownership",
    "Purchase",
    "ShowroomVisit",
]
