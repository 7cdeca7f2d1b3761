"""Who may look for duplicates, decide them, merge and part."""

from uuid import UUID

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from owners.access import DESK, owner_for

from .models import DuplicatePair, Merge

declare(
    {
        "duplicates.view": DESK | {Role.PRIVACY},
        "duplicates.decide": DESK,
        "duplicates.merge": {Role.SUPERVISOR},
        "duplicates.scan": {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)


def pair_for(user, public_id: UUID, to: str = "duplicates.view") -> DuplicatePair:
    """A suspected pair, if the user may do `to` with both owners; else it does not exist for him."""
    require(user, to)
    rows = DuplicatePair.objects.visible_to(user, to).select_related("first", "second", "decided_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def pairs_for(user, public_ids: list[UUID], to: str = "duplicates.decide") -> list[DuplicatePair]:
    """These pairs, all of which the user must be allowed to do `to` with."""
    require(user, to)
    rows = list(DuplicatePair.objects.visible_to(user, to).filter(public_id__in=public_ids))
    if len(rows) != len(set(public_ids)):
        raise NotFound
    return rows


def both_for(user, kept: str, gone: str, to: str = "duplicates.merge"):
    """Two owners by their numbers, if the user may do `to` with each of them."""
    return owner_for(user, kept, to=to), owner_for(user, gone, to=to)


def merge_for(user, public_id: UUID, to: str = "duplicates.view") -> Merge:
    """A merge, if the user may do `to` with the owner who was kept."""
    require(user, to)
    rows = Merge.objects.visible_to(user, to).select_related("kept", "gone", "actor", "undone_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row
