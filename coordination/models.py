"""The tables of the coordination app, room by room; each is defined in its room."""

from .control.models import Alarm
from .decisions.models import Decision
from .dispatch.models import Strength
from .outcomes.models import Outcome
from .policies.models import PolicyVersion

__all__ = ["Alarm", "Decision", "Outcome", "PolicyVersion", "Strength"]
