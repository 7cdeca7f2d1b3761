"""Users and grants as the settings show them."""

from django.db.models import Q

from crm.accounts.models import Grant, Role, User
from crm.organisation.models import City, Department, Project, Region

PLACES = {"region": Region, "city": City, "project": Project, "department": Department}


def users(*, query: str = "", role: str = "", active: bool | None = None):
    """Members of the staff by name; machine actors are left out."""
    rows = User.objects.filter(is_system=False)
    if query.strip():
        rows = rows.filter(Q(username__icontains=query.strip()) | Q(display_name__icontains=query.strip()))
    if role:
        rows = rows.filter(pk__in=Grant.objects.filter(role=role).values("user_id"))
    if active is not None:
        rows = rows.filter(is_active=active)
    return rows.prefetch_related("grants__region", "grants__city", "grants__project", "grants__department")


def grants_of(user: User):
    """The user's grants with their places, by role."""
    return user.grants.select_related("user", "region", "city", "project", "department").order_by(
        "role", "pk"
    )


def places_by_code(codes: dict) -> dict:
    """Rows for {"project": "RIVERSIDE", …}; raises KeyError(name) for a code that nothing has."""
    found = {}
    for name, model in PLACES.items():
        code = codes.get(name) or None
        found[name] = model.objects.filter(code=code).first() if code else None
        if code and found[name] is None:
            raise KeyError(name)
    return found


def grant_like(user: User, *, role: str, **places) -> Grant | None:
    """The user's grant of this role at exactly this place."""
    return grants_of(user).filter(role=role, **places).first()


def held(user: User) -> list[dict]:
    """The user's own grants, in words."""
    return [
        {"role": str(Role(row.role).label), "place": row.place, "department": row.department}
        for row in grants_of(user)
    ]
