"""The only writers of repairs, one verb a function."""

from .costing import add_cost, claim, move_recovery, set_liable
from .ordering import cancel, finish, order
from .register import add_contract, add_contractor, edit_contractor
from .visiting import cancel_call, choose, offer, record_outcome

__all__ = [
    "add_contract",
    "add_contractor",
    "add_cost",
    "cancel",
    "cancel_call",
    "choose",
    "claim",
    "edit_contractor",
    "finish",
    "move_recovery",
    "offer",
    "order",
    "record_outcome",
    "set_liable",
]
