"""The tables of the owners app, room by room; each is defined in its room."""

from .contracts.models import Ownership, PaymentLine, Purchase, ShowroomVisit
from .deeds.models import DeedStep, TitleDeed
from .duplicates.models import DuplicatePair, Merge
from .handovers.models import ChecklistItem, Finding, Handover, ItemResult
from .homes.models import Building, Entrance, Home, Phase
from .journal.models import JournalEntry, JournalWording
from .people.models import Household, Kin, Owner, OwnerProject
from .privacy.models import ConsentLink, Erasure, LegalHold, PersonExport
from .prospects.models import Prospect, ScoreWeights
from .segments.models import Segment, SegmentCount, SegmentUse, SegmentVersion
from .warranty.models import WarrantyExtension, WarrantyPart, WarrantyTerm

__all__ = [
    "Building",
    "ChecklistItem",
    "ConsentLink",
    "DeedStep",
    "DuplicatePair",
    "Entrance",
    "Erasure",
    "Finding",
    "Handover",
    "Home",
    "Household",
    "ItemResult",
    "JournalEntry",
    "JournalWording",
    "Kin",
    "LegalHold",
    "Merge",
    "Owner",
    "OwnerProject",
    "Ownership",
    "PaymentLine",
    "PersonExport",
    "Phase",
    "Prospect",
    "Purchase",
    "ScoreWeights",
    "Segment",
    "SegmentCount",
    "SegmentUse",
    "SegmentVersion",
    "ShowroomVisit",
    "TitleDeed",
    "WarrantyExtension",
    "WarrantyPart",
    "WarrantyTerm",
]
