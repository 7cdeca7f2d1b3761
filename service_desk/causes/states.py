"""Words of this room; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    CLASS = "class", _("class")
    PART = "part", _("part")
    DEFECT = "defect", _("defect")


class NamedAt(TextChoices):
    """At which step a cause was named."""

    INVESTIGATION = "investigation", _("at the investigation")
    CLOSING = "closing", _("once the work was done")


LEVELS = tuple(Level)
