"""Facts about promises."""

from dataclasses import dataclass

from crm.events.base import Event
from service_desk.cases.events import OfCase


@dataclass(frozen=True)
class PromiseOverdue(OfCase, Event):
    """The day until which something was promised has passed, and nobody has said that it was done."""

    promise_id: int
    owner_id: int | None
