"""Who may take a list away as a file, and whose files he may fetch."""

from django.db.models import Q

from crm.accounts.models import Role, UserProject
from crm.accounts.permissions import declare, projects_for, require, roles_with
from crm.errors import NotFound
from crm.exports.models import ExportRun
from crm.organisation.models import Project

# A list in a file leaves the house: not for everybody who may look at it page by page.
declare({"exports.run": {Role.SUPERVISOR, Role.MARKETING, Role.EXECUTIVE, Role.PRIVACY, Role.ADMINISTRATOR}})


def projects_of(user) -> list[Project]:
    """The projects a list can be narrowed to: those the user has anything to do with."""
    rows = Project.objects.select_related("city").order_by("city__code", "code")
    return list(rows if user.unrestricted else rows.filter(pk__in=user.project_ids))


def out_of(user, rows, path: str = "project"):
    """Those of the rows that lie where the user may take lists away: to look in one place and take in another is
    not to take in both. `path` leads to the project, or is a function from its keys to a condition."""
    if user.unrestricted:
        return rows
    mine = UserProject.objects.filter(user=user)
    if not mine.exclude(roles__overlap=sorted(roles_with("exports.run"))).exists():
        return rows
    places = projects_for(user, "exports.run")
    return rows.filter(path(places) if callable(path) else Q(**{f"{path}__in": places}))


def rights_of(user) -> dict[str, list[str]]:
    """The roles of a user by project, as they are kept with a file; what reaches everywhere stands under a star."""
    rows = UserProject.objects.filter(user=user).values_list("project_id", "roles")
    everywhere = {"*": ["unrestricted"]} if user.unrestricted else {}
    return everywhere | {str(project): sorted(roles) for project, roles in rows}


def still_holds(user, run: ExportRun) -> bool:
    """Whether its maker may see all of what he might see when it was written: a file outlives a right by a week."""
    present = rights_of(user)
    return all(set(roles) <= set(present.get(place, ())) for place, roles in run.rights.items())


def run_for(user, public_id) -> ExportRun:
    """One's own export and nobody else's, whatever the role: it shows what its maker may see."""
    require(user, "exports.run")
    run = ExportRun.objects.select_related("job", "made_by").filter(made_by=user, public_id=public_id).first()
    if run is None:
        raise NotFound
    return run
