"""The states of a home and the moves between them; pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HomeStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    ON_SALE = "on_sale", _("On sale")
    RESERVED = "reserved", _("Reserved")
    SUBSCRIBED = "subscribed", _("Subscribed")
    SIGNED = "signed", _("Signed")
    HANDED_OVER = "handed_over", _("Handed over")


# A cancelled purchase gives the home back to the sale; a home may be signed without the steps
# before it, because a resale or an old contract reaches us only at its end.
MOVES = {
    HomeStatus.PLANNED: {
        HomeStatus.ON_SALE,
        HomeStatus.RESERVED,
        HomeStatus.SUBSCRIBED,
        HomeStatus.SIGNED,
    },
    HomeStatus.ON_SALE: {
        HomeStatus.PLANNED,
        HomeStatus.RESERVED,
        HomeStatus.SUBSCRIBED,
        HomeStatus.SIGNED,
        HomeStatus.HANDED_OVER,
    },
    HomeStatus.RESERVED: {HomeStatus.ON_SALE, HomeStatus.SUBSCRIBED, HomeStatus.SIGNED},
    HomeStatus.SUBSCRIBED: {HomeStatus.ON_SALE, HomeStatus.RESERVED, HomeStatus.SIGNED},
    HomeStatus.SIGNED: {HomeStatus.ON_SALE, HomeStatus.HANDED_OVER},
    HomeStatus.HANDED_OVER: set(),
}

FINAL = frozenset({HomeStatus.HANDED_OVER})
