"""The words of the journal; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntryKind(TextChoices):
    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    TASK = "task", _("Task")


class Audience(TextChoices):
    """Who may read an entry beside whoever wrote it and whoever must do it."""

    EVERYONE = "everyone", _("Everybody who sees the owner")
    SERVING = "serving", _("Those who serve the owner")
    SUPERVISORS = "supervisors", _("Supervisors only")


class Direction(TextChoices):
    IN = "in", _("The owner called")
    OUT = "out", _("We called")


class CallOutcome(TextChoices):
    REACHED = "reached", _("Spoke with the owner")
    OTHER = "other", _("Spoke with somebody else")
    CALL_BACK = "call_back", _("Asks to be called back")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong number")


class View(TextChoices):
    """The lists of one's own tasks."""

    TODAY = "today", _("Due today")
    OVERDUE = "overdue", _("Overdue")
    LATER = "later", _("Later")
    DONE = "done", _("Done")
