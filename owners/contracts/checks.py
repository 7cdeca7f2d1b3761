"""Is what is said about a purchase valid? Shared by the single and the bulk service; pure."""

from django.utils.translation import gettext as _

from owners.days import day_of
from owners.homes.states import HomeStatus

from .states import Payment, PurchaseKind

HOME_AFTER = {
    PurchaseKind.RESERVATION: HomeStatus.RESERVED,
    PurchaseKind.SUBSCRIPTION: HomeStatus.SUBSCRIBED,
    PurchaseKind.CONTRACT: HomeStatus.SIGNED,
    PurchaseKind.RESALE: HomeStatus.SIGNED,
}


def wrong_with(kind, home, project, signed_on, amount, payment, now) -> dict[str, str]:
    """What is wrong, by field, in words for whoever typed it."""
    wrong = {}
    if kind not in PurchaseKind.values:
        wrong["kind"] = _("Choose one of the list.")
    if project is None:
        wrong["project"] = _("Choose the project.")
    if home is None and kind != PurchaseKind.RESERVATION:
        wrong["home"] = _("Choose the home; only a reservation may leave it open.")
    if signed_on > day_of(now, project):
        wrong["signed_on"] = _("This day has not come yet.")
    if amount is None or amount < 0:
        wrong["amount"] = _("The amount cannot be less than nothing.")
    if payment and payment not in Payment.values:
        wrong["payment"] = _("Choose one of the list.")
    return wrong


def home_is_taken() -> str:
    return _("This home is taken by an earlier purchase. Cancel that one first, or record a resale.")
