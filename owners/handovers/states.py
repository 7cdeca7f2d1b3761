"""The states of a handover and the words of its inspection; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HandoverStatus(TextChoices):
    PLANNED = "planned", _("Appointment settled")
    TAKEN_OVER = "taken_over", _("Taken over")
    REFUSED = "refused", _("Refused to take over")
    CANCELLED = "cancelled", _("Called off")


# Whoever refused comes to a new appointment: a new handover, so that the first one can be read back.
MOVES = {
    HandoverStatus.PLANNED: {
        HandoverStatus.TAKEN_OVER,
        HandoverStatus.REFUSED,
        HandoverStatus.CANCELLED,
    },
    HandoverStatus.TAKEN_OVER: set(),
    HandoverStatus.REFUSED: set(),
    HandoverStatus.CANCELLED: set(),
}

FINAL = frozenset({HandoverStatus.TAKEN_OVER, HandoverStatus.REFUSED, HandoverStatus.CANCELLED})


class Looked(TextChoices):
    """What became of one item of the checklist."""

    OK = "ok", _("All right")
    DEFECT = "defect", _("Defect")
    NOT_CHECKED = "not_checked", _("Not checked")


class Seriousness(TextChoices):
    MINOR = "minor", _("Minor")
    SERIOUS = "serious", _("Serious")
    GRAVE = "grave", _("Cannot live with it")


DAYS_TO_FIX = {Seriousness.MINOR: 30, Seriousness.SERIOUS: 14, Seriousness.GRAVE: 7}
