"""The tables of clocks: the deadlines, the rules that set them, their pauses, who was told, and what stands still."""

from service_desk.clocks.models.deadlines import Deadline, DeadlineKind, DeadlineWarning, Measure
from service_desk.clocks.models.pauses import DeadlineChange, DeadlinePause
from service_desk.clocks.models.policies import ClockPolicy, ClockRule, PauseReason
from service_desk.clocks.models.telling import DeadlineTold, StuckCase, StuckWhy

__all__ = [
    "ClockPolicy",
    "ClockRule",
    "Deadline",
    "DeadlineChange",
    "DeadlineKind",
    "DeadlinePause",
    "DeadlineTold",
    "DeadlineWarning",
    "Measure",
    "PauseReason",
    "StuckCase",
    "StuckWhy",
]
