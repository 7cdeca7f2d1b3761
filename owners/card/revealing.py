"""What the card masks, and how it is uncovered: one value at a time, with a reason, on the record."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.privacy import masking
from crm.privacy import services as privacy

FIELDS = {
    "phone": masking.phone,
    "email": masking.email,
    "identity": masking.identity,
    "postal_address": masking.address,
}


def masked(owner) -> dict[str, str]:
    """The personal values of an owner as everybody may see them; what is empty is left out."""
    return {name: mask(getattr(owner, name)) for name, mask in FIELDS.items() if getattr(owner, name)}


def reasons() -> list[str]:
    """The usual reasons, one click each; another can be written."""
    return [_("Calling the owner back"), _("Sending a document"), _("Checking who is calling")]


def reveal(actor, owner, *, field: str, because: str, now: datetime) -> str:
    """The value of one field, after the reason has been written down."""
    if field not in FIELDS:
        raise Refused(fields={"field": _("Choose one of the list.")})
    return privacy.reveal(actor, owner, field, because=because, now=now)
