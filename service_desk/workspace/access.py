"""Who may put tags on cases, and whose views and deeds one finds."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from service_desk.cases.access import DESK, READERS
from service_desk.workspace.models import BulkRun, SavedView

declare(
    {
        "cases.tag": DESK,
        "cases.together": DESK,
        "cases.own_views": READERS,
        # Leads a team: the list begins with all that the team has in hand.
        "cases.lead": {Role.SUPERVISOR},
    }
)


def view_for(user, public_id, *, deleted: bool = False) -> SavedView:
    """One's own view, or one that is shared with one; only its owner finds it once it is thrown away."""
    require(user, "cases.own_views")
    rows = SavedView.objects.visible_to(user).select_related("owned_by")
    rows = rows.exclude(deleted_at=None).filter(owned_by=user) if deleted else rows.there()
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    return row


def own_view_for(user, public_id) -> SavedView:
    """As `view_for`, of one's own only: nobody changes a colleague's view."""
    row = view_for(user, public_id)
    if row.owned_by_id != user.pk:
        raise NotFound()
    return row


def run_for(user, public_id) -> BulkRun:
    """A deed of one's own."""
    require(user, "cases.together")
    rows = BulkRun.objects.filter(actor=user).select_related("to", "tag", "actor", "job", "undoes")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    return row
