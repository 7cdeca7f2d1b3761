"""Reading the limits in force, and who may sign."""

from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import may
from crm.reading import Kept
from service_desk.authority import rules
from service_desk.authority.models import LimitRow, LimitScheme
from service_desk.authority.rules import Bound

NAMED = 3
EVERYTHING = 2**62


def bounds_in_force() -> tuple[Bound, ...]:
    """The limits that hold now; one query. Before the house has set its own, the usual ones."""
    rows = _BOUNDS.rows()
    if not rows and not LimitScheme.objects.exists():
        return rules.USUAL
    return tuple(Bound(row.role, row.currency, row.kind, row.amount, row.joint_from) for row in rows)


def _of_the_newest():
    newest = LimitScheme.objects.order_by("-number").values("pk")[:1]
    return LimitRow.objects.filter(scheme__in=newest).order_by("currency", "kind", "amount", "id")


_BOUNDS = Kept(_of_the_newest)


def schemes(*, limit: int = 20) -> list[LimitScheme]:
    """The versions of the limits, newest first."""
    return list(LimitScheme.objects.select_related("made_by").order_by("-number")[:limit])


def roles_of(user, project=None) -> set[str]:
    """The roles somebody holds in a project, or anywhere."""
    return {role for role in Role.values if may(user, f"limit.{role}", project=project)}


def limit_of(user, currency: str, *, project=None, kind: str = "") -> int:
    """Up to which sum, in minor units of this currency, the user may promise something by himself.

    With a project, by the roles he holds there. This is what the reply guard asks.
    """
    if user.unrestricted:
        return EVERYTHING
    return rules.limit(bounds_in_force(), roles_of(user, project), currency, kind)


def covers(user, project, parts: dict[str, int]) -> bool:
    """Whether the user may promise these parts in this project: the sums of each kind, in its currency."""
    return user.unrestricted or rules.covers(
        bounds_in_force(), roles_of(user, project), project.currency, parts
    )


def sums_of(proposal) -> dict[str, int]:
    """What the parts of a proposal cost, by their kind."""
    sums: dict[str, int] = {}
    for part in proposal.parts.all():
        sums[part.kind] = sums.get(part.kind, 0) + part.amount
    return sums


def signers(project, role: str, *, but=None, limit: int = NAMED) -> list[User]:
    """Who holds this role in the project, by name; `but` is whoever cannot sign what he drew up himself."""
    holding = UserProject.objects.filter(project=project, roles__contains=[role])
    people = User.objects.filter(pk__in=holding.values("user_id"), is_active=True, is_system=False)
    if but is not None:
        people = people.exclude(pk=but)
    return list(people.order_by("display_name", "pk")[:limit])
