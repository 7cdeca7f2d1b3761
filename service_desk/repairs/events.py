"""Facts about repairs. No fact holds what anybody said."""

from dataclasses import dataclass

from crm.events.base import Event
from service_desk.cases.events import OfCase


@dataclass(frozen=True)
class RepairCostChanged(OfCase, Event):
    """What the repairs of a case cost has changed: a line was added, money came back, or the work is done."""

    order_id: int
    change: str
