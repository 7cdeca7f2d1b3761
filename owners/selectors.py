"""The reads of this floor that higher floors use; each is defined in its room."""

from .card.selectors import owner_card
from .contracts.selectors import homes_of, owners_of, paid_by, purchases_of
from .finding.homes import find_homes
from .finding.owners import find_owners
from .people.selectors import belongs_to, owner_by_email, owner_by_phone, tied_to

__all__ = [
    "belongs_to",
    "find_homes",
    "find_owners",
    "homes_of",
    "owner_by_email",
    "owner_by_phone",
    "owner_card",
    "owners_of",
    "paid_by",
    "purchases_of",
    "tied_to",
]
