"""The words of the prospects room; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    LIVE_IN = "live_in", _("To live in")
    BETTER = "better", _("Moving to something better")
    FAMILY = "family", _("For parents or children")
    INVEST = "invest", _("Investment")
    BUSINESS = "business", _("For a business")


class Wanted(TextChoices):
    """When he wants to buy, the soonest first."""

    NOW = "now", _("As soon as possible")
    QUARTER = "quarter", _("Within three months")
    HALF = "half", _("Within half a year")
    YEAR = "year", _("Within a year")
    LATER = "later", _("Later, or not known")


class Lost(TextChoices):
    ELSEWHERE = "elsewhere", _("Bought elsewhere")
    PRICE = "price", _("Too expensive")
    NOTHING_FITS = "nothing_fits", _("No home that fits")
    LOAN = "loan", _("No loan, or not allowed to buy")
    GAVE_UP = "gave_up", _("Does not want to buy any more")
    UNREACHED = "unreached", _("Cannot be reached")
    MISTAKE = "mistake", _("Was no prospect")


class Step(TextChoices):
    """How far somebody has come, by facts."""

    LEAD = "lead", _("Lead")
    VISITED = "visited", _("Visited")
    RESERVED = "reserved", _("Reserved")
    SUBSCRIBED = "subscribed", _("Subscribed")
    SIGNED = "signed", _("Signed")
    LOST = "lost", _("Lost")
