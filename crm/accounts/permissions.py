"""The one permission function, for pages and API alike.

Each room declares its verbs in its `access.py`; `may` answers for a user, a verb and, where given, a place.
"""

from crm.accounts.models import Role
from crm.errors import NotAllowed

VERBS: dict[str, frozenset[str]] = {}
PUBLIC = object()


def declare(verbs: dict[str, set[Role]]) -> None:
    """Make verbs known, each with the roles that hold it."""
    for verb, roles in verbs.items():
        VERBS[verb] = frozenset(str(role.value if hasattr(role, "value") else role) for role in roles)


def _covers(grant, project, department) -> bool:
    if department is not None and grant.department_id is not None and grant.department_id != department.pk:
        return False
    if project is None or not (grant.project_id or grant.city_id or grant.region_id):
        return True
    if grant.project_id:
        return grant.project_id == project.pk
    if grant.city_id:
        return grant.city_id == project.city_id
    return grant.region_id == project.city.region_id


def may(user, verb: str, *, project=None, department=None) -> bool:
    """Whether the user holds a role with this verb that covers the place; an unknown verb is a KeyError."""
    roles = VERBS[verb]
    if not user.is_authenticated or not user.is_active:
        return False
    if user.unrestricted:
        return True
    return any(grant.role in roles and _covers(grant, project, department) for grant in user.held_grants)


def require(user, verb: str, *, project=None, department=None) -> None:
    """As `may`, but raises NotAllowed."""
    if not may(user, verb, project=project, department=department):
        raise NotAllowed(verb=verb)
