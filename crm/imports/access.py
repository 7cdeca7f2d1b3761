"""Who may import, and which runs he may open."""

from crm.accounts.models import Role
from crm.accounts.permissions import declare, may, require
from crm.errors import NotFound
from crm.imports.models import ImportRun
from crm.organisation.models import Project

declare({"imports.run": {Role.SUPERVISOR, Role.ADMINISTRATOR}})


def run_for(user, public_id) -> ImportRun:
    """One's own run, where one may still import; what somebody's file holds is not for everybody who may import."""
    require(user, "imports.run")
    runs = ImportRun.objects.visible_to(user).select_related(
        "project__city", "job", "dry_job", "undo_job", "made_by"
    )
    run = runs.filter(public_id=public_id).first()
    if run is None:
        raise NotFound
    return run


def projects_for(user) -> list[Project]:
    """The projects into which the user may import."""
    rows = Project.objects.select_related("city").order_by("code")
    if not user.unrestricted:
        rows = rows.filter(pk__in=user.project_ids)
    return [project for project in rows if may(user, "imports.run", project=project)]


def project_for(user, code: str) -> Project:
    project = next((project for project in projects_for(user) if project.code == code), None)
    if project is None:
        raise NotFound
    return project
