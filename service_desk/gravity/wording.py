"""Severity in words: answers, reasons and what is wrong with a threshold."""

from django.utils.translation import gettext_lazy as _

ANSWERS = {
    "safety": _("Somebody could be hurt"),
    "health": _("Somebody's health suffers"),
    "media": _("Press or social media"),
    "law": _("Lawyer, court or authority"),
    "households": _("Households affected"),
    "money": _("Damage"),
}
FAULTS = {
    "rising": _("Each step must be higher than the one before it."),
    "two": _("At least two."),
    "floor": _("Where somebody could be hurt or ill it is never less than important."),
}
