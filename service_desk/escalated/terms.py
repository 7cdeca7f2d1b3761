"""The words of this room; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reason(TextChoices):
    """Why a complaint is difficult; the first four are proposed by facts as well."""

    THIRD_ROUND = "third_round", _("the owner has refused again and again")
    TWO_UP = "two_up", _("a deadline was missed so far that two levels up were told")
    EXTREME = "extreme", _("a playbook for extreme owners is being followed")
    DEMAND = "demand", _("the demand lies far above the weighed range")
    THREAT = "threat", _("the owner speaks of media, court or authorities")
    TRUST = "trust", _("the owner no longer trusts whoever handles it")
    OTHER = "other", _("another reason, said in words")


class Place(TextChoices):
    """The order in which the options are put forward."""

    FIRST = "1", pgettext_lazy("option of a plan", "first offer")
    SECOND = "2", pgettext_lazy("option of a plan", "second offer")
    LAST = "3", pgettext_lazy("option of a plan", "last offer")


class Outcome(TextChoices):
    """How a difficult complaint ended."""

    AGREED = "agreed", _("agreed within the plan")
    NO_AGREEMENT = "no_agreement", _("no agreement; the last offer stands")
    OUTSIDE = "outside", _("gone to a court or an authority")
    CALMED = "calmed", _("calmed down; handled as any other")
