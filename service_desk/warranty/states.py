"""How a case stands to the warranty; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Coverage(TextChoices):
    IN = "in", _("In warranty")
    OUT = "out", _("Out of warranty")
    UNKNOWN = "unknown", _("Not known yet")


TONES = {Coverage.IN: "good", Coverage.OUT: "notice", Coverage.UNKNOWN: "calm"}
SIGNS = {Coverage.IN: "warranty", Coverage.OUT: "close", Coverage.UNKNOWN: "question"}
