"""Where the handing over of a case may stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HandOverStatus(TextChoices):
    PROPOSED = "proposed", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", pgettext_lazy("refusal", "refused")
    WITHDRAWN = "withdrawn", _("taken back")


HAND_OVER_MOVES = {
    HandOverStatus.PROPOSED: {
        HandOverStatus.ACCEPTED,
        HandOverStatus.REFUSED,
        HandOverStatus.WITHDRAWN,
    },
    HandOverStatus.ACCEPTED: set(),
    HandOverStatus.REFUSED: set(),
    HandOverStatus.WITHDRAWN: set(),
}
