"""Facts about directives. Order is kept within an owner."""

from dataclasses import dataclass

from crm.events.base import Event


@dataclass(frozen=True)
class OfDirective:
    """What every fact about a directive names, and the order in which they are told."""

    directive_id: int
    owner_id: int
    case_id: int | None

    @property
    def stream(self) -> str:
        return f"owner:{self.owner_id}"


@dataclass(frozen=True)
class DirectiveIssued(OfDirective, Event):
    purpose: str


@dataclass(frozen=True)
class DirectiveOverdue(OfDirective, Event):
    pass


@dataclass(frozen=True)
class DirectiveFulfilled(OfDirective, Event):
    pass
