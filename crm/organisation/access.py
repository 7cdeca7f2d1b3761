from crm.accounts.access import require_reach
from crm.accounts.models import Role, User
from crm.accounts.permissions import declare, require
from crm.errors import NotFound
from crm.organisation.models import City, Department, Project, Region

declare(
    {
        "organisation.view": {Role.ADMINISTRATOR},
        "organisation.edit": {Role.ADMINISTRATOR},
        "projects.view": set(Role),
        "departments.view": set(Role),
    }
)

KINDS = {"region": Region, "city": City, "project": Project, "department": Department}


def place_for(actor: User, kind: str, code: str, to: str = "organisation.edit"):
    """A region, city, project or department to change; the actor's own place must cover it."""
    require(actor, to)
    model = KINDS.get(kind)
    thing = model.objects.filter(code=code).first() if model else None
    if thing is None:
        raise NotFound
    require_reach(actor, to, **({} if kind == "department" else {kind: thing}))
    return thing


def project_for(actor: User, code: str) -> Project:
    """A project in the actor's scope."""
    require(actor, "projects.view")
    project = Project.objects.visible_to(actor).select_related("city__region").filter(code=code).first()
    if project is None:
        raise NotFound
    return project


def require_whole_group(actor: User) -> None:
    """A new region or department concerns everybody."""
    require_reach(actor, "organisation.edit")
