"""The one permission function, for pages and API alike.

Each room declares its verbs in its `access.py`; `may` answers for a user, a verb and, where given, a place.
"""

from crm.accounts.models import Role, UserProject
from crm.errors import NotAllowed

VERBS: dict[str, frozenset[str]] = {}
PUBLIC = "public"


def declare(verbs: dict[str, set[Role]]) -> None:
    """Make verbs known, each with the roles that hold it. A verb has one home: no second, different word on it."""
    for verb, roles in verbs.items():
        held = frozenset(Role(role).value for role in roles)
        if VERBS.setdefault(verb, held) != held:
            raise ValueError(f"{verb} is declared twice, with different roles")


def may(user, verb: str, *, project=None, department=None) -> bool:
    """Whether the user holds a role with this verb that covers the place; an unknown verb is a KeyError.

    Without a place it answers for "somewhere": enough for showing a button, not for opening a row.
    """
    roles = VERBS[verb]
    if not user.is_authenticated or not user.is_active:
        return False
    if user.unrestricted:
        return True
    return any(grant.role in roles and covers(grant, project, department) for grant in user.held_grants)


def require(user, verb: str, *, project=None, department=None) -> None:
    """As `may`, but raises NotAllowed."""
    if not may(user, verb, project=project, department=department):
        raise NotAllowed(verb=verb)


def projects_for(user, verb: str):
    """A subquery of the projects where the user holds this verb; for `project__in` where roles differ by place."""
    rows = UserProject.objects.values("project_id")
    if user.unrestricted:
        raise ValueError("an unrestricted user has no list of projects: do not filter")
    return rows.filter(user=user, roles__overlap=sorted(VERBS[verb]))


def where_may(rows, user, verb: str, *, path: str = "project"):
    """Of these rows those in the places where the user holds this verb: for lists and counts of whoever holds it here
    and something else there. `path` leads from a row to its project."""
    return rows if user.unrestricted else rows.filter(**{f"{path}__in": projects_for(user, verb)})


def roles_with(verb: str) -> frozenset[str]:
    """Who may: the roles that hold a verb, for refusals that say so."""
    return VERBS[verb]


def covers(grant, project=None, department=None) -> bool:
    """Whether a grant holds in this place; nothing said is anywhere."""
    if department is not None and grant.department_id is not None and grant.department_id != department.pk:
        return False
    if project is None or not (grant.project_id or grant.city_id or grant.region_id):
        return True
    if grant.project_id:
        return grant.project_id == project.pk
    if grant.city_id:
        return grant.city_id == project.city_id
    return grant.region_id == project.city.region_id
