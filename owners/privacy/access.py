"""Who may put together, erase and hold what the house knows of one person."""

from django.db.models import Exists, OuterRef, Q

from crm.accounts.models import Role
from crm.accounts.permissions import declare, projects_for, require
from crm.errors import NotFound
from owners.people.models import OwnerProject

from .models import Erasure, PersonExport

declare(
    {
        "privacy.requests": {Role.PRIVACY},  # what people asked about their own data
        "privacy.export": {Role.PRIVACY},
        "privacy.erase": {Role.PRIVACY},
        "privacy.hold": {Role.PRIVACY},
    }
)


def in_scope(user, rows, to: str = "privacy.requests"):
    """Requests about people of the user's own projects; whoever was merged away lives on in the one who stayed."""
    if user.unrestricted:
        return rows
    his = Q(owner=OuterRef("owner")) | Q(owner=OuterRef("owner__merged_into"))
    return rows.filter(Exists(OwnerProject.objects.filter(his, project__in=projects_for(user, to))))


def export_for(user, public_id, to: str = "privacy.requests") -> PersonExport:
    """The export of a person of the user's projects, or NotFound."""
    require(user, to)
    rows = in_scope(user, PersonExport.objects.select_related("owner", "asked_by", "handed_by"), to)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def erasure_for(user, public_id, to: str = "privacy.requests") -> Erasure:
    """The erasure of a person of the user's projects, or NotFound."""
    require(user, to)
    rows = in_scope(user, Erasure.objects.select_related("owner", "asked_by", "confirmed_by"), to)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row
