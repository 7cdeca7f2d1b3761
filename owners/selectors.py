"""The reads of this floor that higher floors use; each is defined in its room."""

from .card.selectors import owner_card
from .contracts.selectors import homes_of, owners_of, paid_by, purchases_of
from .homes.selectors import find_homes
from .people.selectors import belongs_to, find_owners, owner_by_phone, tied_to

__all__ = [
    "belongs_to",
    "find_homes",
    "find_owners",
    "homes_of",
    "owner_by_phone",
    "owner_card",
    "owners_of",
    "paid_by",
    "purchases_of",
    "tied_to",
]
