"""The tables of the satisfaction app, room by room; each is defined in its room."""

from .collection.models import Answer, Invitation
from .feedback.models import Feedback
from .questionnaires.models import Question, Questionnaire

__all__ = ["Answer", "Feedback", "Invitation", "Question", "Questionnaire"]
