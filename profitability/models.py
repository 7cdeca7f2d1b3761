"""The tables of the profitability app, room by room; each is defined in its room."""

from .ledger.models import LedgerEntry
from .lifetime.models import Assessment, AssumptionsVersion

__all__ = ["Assessment", "AssumptionsVersion", "LedgerEntry"]
