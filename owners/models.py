"""The tables of the owners app, room by room; each is defined in its room."""

from .contracts.models import Ownership, Purchase, ShowroomVisit
from .duplicates.models import DuplicatePair, Merge
from .homes.models import Building, Entrance, Home
from .journal.models import JournalEntry, JournalWording
from .people.models import Household, Kin, Owner, OwnerProject
from .privacy.models import ConsentLink, Erasure, LegalHold, PersonExport

__all__ = [
    "Building",
    "ConsentLink",
    "DuplicatePair",
    "Entrance",
    "Erasure",
    "Home",
    "Household",
    "LegalHold",
    "Merge",
    "JournalEntry",
    "JournalWording",
    "Kin",
    "Owner",
    "OwnerProject",
    "Ownership",
    "PersonExport",
    "Purchase",
    "ShowroomVisit",
]
