"""Amounts and shares as people write them in forms, and how a refusal is told there."""

from decimal import Decimal

from crm.written import Unread as ReadingRefused
from crm.written import measures, money

__all__ = ["ReadingRefused", "minor_units", "share_of"]


def minor_units(written: str, currency: str) -> int:
    """An amount in minor units: 3,800,000 · 380万 · 1.2亿 · 245 000,50 € all read as meant."""
    return money.minor_units(written, currency)


def share_of(written: str) -> Decimal:
    """A share as a fraction of the whole: 1, 1/3, 50 %, 0.25."""
    return measures.share(written)
