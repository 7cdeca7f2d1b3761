"""Words of the contracts room; pure. The stage is derived, so it has no table of moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    LEAD = "lead", _("Lead")
    VISITED = "visited", _("Visited")
    RESERVED = "reserved", _("Reserved")
    SUBSCRIBED = "subscribed", _("Subscribed")
    SIGNED = "signed", _("Quasi-owner")
    SETTLING_IN = "settling_in", _("Settling in")
    ESTABLISHED = "established", _("Established")
    LONG_STANDING = "long_standing", _("Long-standing")
    FORMER = "former", _("Former")


OWNING = frozenset({Stage.SIGNED, Stage.SETTLING_IN, Stage.ESTABLISHED, Stage.LONG_STANDING})


class PurchaseKind(TextChoices):
    RESERVATION = "reservation", _("Reservation")
    SUBSCRIPTION = "subscription", _("Subscription")
    CONTRACT = "contract", _("Contract")
    RESALE = "resale", _("Resale")


# What a step may become; a resale begins anew with the buyer.
NEXT_STEPS = {
    PurchaseKind.RESERVATION: (PurchaseKind.SUBSCRIPTION, PurchaseKind.CONTRACT),
    PurchaseKind.SUBSCRIPTION: (PurchaseKind.CONTRACT,),
    PurchaseKind.CONTRACT: (),
    PurchaseKind.RESALE: (),
}

SIGNING = frozenset({PurchaseKind.CONTRACT, PurchaseKind.RESALE})


class Payment(TextChoices):
    FULL = "full", _("Paid in full")
    INSTALMENTS = "instalments", _("Instalments")
    MORTGAGE = "mortgage", _("Bank mortgage")
    PROVIDENT_FUND = "provident_fund", _("Provident fund loan")
    COMBINED = "combined", _("Combined loan")
