"""What an entry can be for. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(TextChoices):
    PURCHASE_MARGIN = "purchase_margin", _("margin of a purchase")
    PROPERTY_FEE = "property_fee", _("property fee")
    VALUE_ADDED = "value_added", _("value-added service")
    REFERRAL = "referral", _("referral")
    SERVICE_HOURS = "service_hours", _("service hours")
    REPAIR = "repair", pgettext_lazy("cost", "repair")
    COMPENSATION = "compensation", _("compensation")
    GIFT = "gift", _("gift")
    EVENT = "event", _("event")
    VISIT = "visit", _("return visit")


REVENUE = frozenset(
    {EntryKind.PURCHASE_MARGIN, EntryKind.PROPERTY_FEE, EntryKind.VALUE_ADDED, EntryKind.REFERRAL}
)
COST = frozenset(EntryKind) - REVENUE
