"""Who may see what relations are worth, and write into the ledger."""

from uuid import UUID

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound

from .lifetime.models import Assessment

READERS = {Role.SUPERVISOR, Role.EXECUTIVE, Role.MARKETING}

declare(
    {
        "value.view": READERS,
        "value.report": {Role.EXECUTIVE, Role.MARKETING, Role.SUPERVISOR},
        "ledger.view": READERS,
        "ledger.post": {Role.SUPERVISOR, Role.MARKETING},
        "assessments.view": READERS,
        "assessments.make": {Role.SUPERVISOR, Role.EXECUTIVE},
    }
)


def assessment_for(user, public_id: UUID, to: str = "assessments.view") -> Assessment:
    """The assessment, or NotFound where it is out of scope, NotAllowed where the role lacks the verb."""
    row = (
        Assessment.objects.visible_to(user, "assessments.view")
        .select_related("owner", "project__city", "assumptions")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise NotFound
    require(user, to, project=row.project)
    return row
