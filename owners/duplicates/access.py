"""Who may look for duplicates, decide them, merge and part."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from crm.accounts.models import Role
from crm.accounts.permissions import declare, projects_for, require
from crm.errors import IllegalMove, NotAllowed, NotFound
from owners.access import DESK, owner_for
from owners.people.models import OwnerProject

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


def named_both(user, kept: str, gone: str, to: str = "duplicates.merge"):
    """As `both_for`, each by the number of his own: what was previewed is merged, and nobody he has gone into since."""
    both = both_for(user, kept, gone, to=to)
    for owner, number in zip(both, (kept, gone), strict=True):
        if owner.number != number:
            sentence = _("%(number)s is no card of its own any more.") % {"number": number}
            raise IllegalMove(sentence, code="already_merged")
    return both


def merge_for(user, public_id: UUID, to: str = "duplicates.view") -> Merge:
    """A merge, if the user may do `to` with the owner who was kept; to undo it, with the one who went too."""
    require(user, to)
    rows = Merge.objects.visible_to(user, to).select_related("kept", "gone", "actor", "undone_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if to == "duplicates.merge" and not _may_part(user, row, to):
        raise NotAllowed(verb=to)
    return row


def _may_part(user, merge: Merge, to: str) -> bool:
    """Whether the owner who went was of a place in which the user may do `to`: his projects went along, or stayed."""
    if user.unrestricted:
        return True
    his = Q(owner=merge.gone_id) | Q(pk__in=merge.moved.get("owners.OwnerProject.owner", []))
    return OwnerProject.objects.filter(his, project__in=projects_for(user, to)).exists()
