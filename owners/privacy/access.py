"""Who may put together, erase and hold what the house knows of one person."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound

from .models import Erasure, PersonExport

declare(
    {
        "privacy.requests": {Role.PRIVACY},  # what people asked about their own data
        "privacy.export": {Role.PRIVACY},
        "privacy.erase": {Role.PRIVACY},
        "privacy.hold": {Role.PRIVACY},
    }
)


def export_for(user, public_id, to: str = "privacy.requests") -> PersonExport:
    """The export of a person, or NotFound."""
    require(user, to)
    row = (
        PersonExport.objects.select_related("owner", "asked_by", "handed_by")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def erasure_for(user, public_id, to: str = "privacy.requests") -> Erasure:
    """The erasure, or NotFound."""
    require(user, to)
    row = (
        Erasure.objects.select_related("owner", "asked_by", "confirmed_by")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise NotFound
    return row
