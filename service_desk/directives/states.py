"""Where a directive may stand, and the only ways from one place to the next."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DirectiveStatus(TextChoices):
    ISSUED = "issued", _("issued")
    ACCEPTED = "accepted", _("accepted")
    FULFILLED = "fulfilled", _("fulfilled")
    WITHDRAWN = "withdrawn", _("withdrawn")


MOVES = {
    # A short directive may be carried out by whoever reads it first, without accepting it before.
    DirectiveStatus.ISSUED: {
        DirectiveStatus.ACCEPTED,
        DirectiveStatus.FULFILLED,
        DirectiveStatus.WITHDRAWN,
    },
    DirectiveStatus.ACCEPTED: {DirectiveStatus.FULFILLED, DirectiveStatus.WITHDRAWN},
    DirectiveStatus.FULFILLED: set(),
    DirectiveStatus.WITHDRAWN: set(),
}
FINAL = {DirectiveStatus.FULFILLED, DirectiveStatus.WITHDRAWN}
OPEN = set(DirectiveStatus) - FINAL
