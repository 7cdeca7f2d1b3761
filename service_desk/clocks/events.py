"""Facts about clocks."""

from dataclasses import dataclass

from crm.events.base import Event


@dataclass(frozen=True)
class DeadlineDue(Event):
    """A running deadline reached `level` percent of its time: 50, 100 or 150."""

    deadline_id: int
    case_id: int
    kind: str
    level: int

    @property
    def stream(self) -> str:
        return f"case:{self.case_id}"
