"""Who may take a list away as a file, and whose files he may fetch."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from crm.exports.models import ExportRun
from crm.organisation.models import Project

# A list in a file leaves the house: not for everybody who may look at it page by page.
declare({"exports.run": {Role.SUPERVISOR, Role.MARKETING, Role.EXECUTIVE, Role.PRIVACY, Role.ADMINISTRATOR}})


def projects_of(user) -> list[Project]:
    """The projects a list can be narrowed to: those the user has anything to do with."""
    rows = Project.objects.select_related("city").order_by("city__code", "code")
    return list(rows if user.unrestricted else rows.filter(pk__in=user.project_ids))


def run_for(user, public_id) -> ExportRun:
    """One's own export and nobody else's, whatever the role: it shows what its maker may see."""
    require(user, "exports.run")
    run = ExportRun.objects.select_related("job", "made_by").filter(made_by=user, public_id=public_id).first()
    if run is None:
        raise NotFound
    return run
