"""The values a feedback can hold. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Attitude(TextChoices):
    VERY_SATISFIED = "very_satisfied", _("very satisfied")
    SATISFIED = "satisfied", _("satisfied")
    NEUTRAL = "neutral", _("neither one nor the other")
    DISSATISFIED = "dissatisfied", _("dissatisfied")
    VERY_DISSATISFIED = "very_dissatisfied", _("very dissatisfied")


CONTENT = frozenset({Attitude.VERY_SATISFIED, Attitude.SATISFIED})
DISCONTENT = frozenset({Attitude.DISSATISFIED, Attitude.VERY_DISSATISFIED})


class Opinion(TextChoices):
    OPINION = "opinion", _("opinion")
    CRITICISM = "criticism", _("criticism")
    SUGGESTION = "suggestion", _("suggestion")
    PRAISE = "praise", _("praise")


class Via(TextChoices):
    LINK = "link", _("link")
    CALLBACK = "callback", _("return visit")
    PORTAL = "portal", _("owner portal")
    API = "api", _("another system")
