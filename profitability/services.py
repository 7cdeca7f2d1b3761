"""What the floor above calls: the ledger's posting and the assessment."""

from .ledger.services import (
    Source,
    hourly_cost,
    post,
    post_many,
    post_proposal,
    post_purchase,
    post_repair,
    post_service,
    reverse_purchase,
)
from .lifetime.services import assess, ensure_assumptions, value_now
from .plans.rules import Situation

__all__ = [
    "Situation",
    "Source",
    "assess",
    "ensure_assumptions",
    "hourly_cost",
    "post",
    "post_many",
    "post_proposal",
    "post_purchase",
    "post_repair",
    "post_service",
    "reverse_purchase",
    "value_now",
]
