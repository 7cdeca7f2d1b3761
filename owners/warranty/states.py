"""Words of the warranty room; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

COUNTRIES = {"CN": _("Mainland China"), "TW": _("Taiwan"), "FI": _("Finland")}


class Measure(TextChoices):
    """How the length of a warranty is counted."""

    YEARS = "years", _("Years")
    SEASONS = "seasons", _("Heating and cooling seasons")
    DESIGN_LIFE = "design_life", _("Design life, years")


class Standing(TextChoices):
    """How a part of a home stands on a day."""

    IN = "in", _("In warranty")
    ENDING = "ending", _("Ends soon")
    OUT = "out", _("Out of warranty")
