from crm.accounts.models import ApiToken, Grant, Role, User
from crm.accounts.permissions import VERBS, declare, may, require
from crm.errors import NotAllowed, NotFound

declare(
    {
        "account.own": set(Role),  # one's own password, language, tokens
        "users.view": {Role.ADMINISTRATOR},
        "users.edit": {Role.ADMINISTRATOR},
    }
)


def user_for(actor: User, username: str, to: str = "users.view") -> User:
    """A member of the staff; machine actors are nobody's to manage.

    Who may only manage one place may not change somebody who holds more than that: a new password for an
    executive of the group would be the executive's rights.
    """
    require(actor, to)
    user = User.objects.filter(username=username, is_system=False).first()
    if user is None:
        raise NotFound
    if to == "users.edit":
        _require_reach_over(actor, user)
    return user


def require_reach(actor: User, to: str = "users.edit", *, region=None, city=None, project=None) -> None:
    """Nobody gives away what his own place does not cover."""
    if not actor.unrestricted and not any(
        row.role in VERBS[to] and _within(row, region, city, project) for row in actor.held_grants
    ):
        raise NotAllowed(verb=to)


def token_for(actor: User, ref) -> ApiToken:
    """A living token of one's own; the administrator may take those of people he manages."""
    token = ApiToken.objects.select_related("user").filter(ref=ref, revoked_at=None).first()
    if token is None or (token.user_id != actor.pk and not may(actor, "users.edit")):
        raise NotFound
    if token.user_id != actor.pk:
        _require_reach_over(actor, token.user)
    return token


def _require_reach_over(actor: User, user: User) -> None:
    if user.is_superuser and not actor.unrestricted:
        raise NotAllowed(verb="users.edit")
    for row in Grant.objects.filter(user=user).select_related("region", "city", "project__city"):
        require_reach(actor, region=row.region, city=row.city, project=row.project)


def _within(row: Grant, region, city, project) -> bool:
    """Whether a place lies in what the grant covers."""
    if not (row.region_id or row.city_id or row.project_id):
        return True
    if row.project_id:
        return project is not None and project.pk == row.project_id
    if row.city_id:
        return row.city_id == (city.pk if city else project.city_id if project else None)
    of_city = city or (project.city if project else None)
    return row.region_id == (region.pk if region else of_city.region_id if of_city else None)
