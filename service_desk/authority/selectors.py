"""Reading the limits in force, and who may sign."""

from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import may
from crm.reading import Kept
from crm.versions import SHOWN
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
    return _bounds(rows)


def _bounds(rows) -> tuple[Bound, ...]:
    return tuple(Bound(row.role, row.currency, row.kind, row.amount, row.joint_from) for row in rows)


def _of_the_newest():
    newest = LimitScheme.objects.order_by("-number").values("pk")[:1]
    return LimitRow.objects.filter(scheme__in=newest).order_by("currency", "kind", "amount", "id")


_BOUNDS = Kept(_of_the_newest)


SHIPPED = LimitScheme(number=0)


def schemes() -> list[LimitScheme]:
    """The newest versions of the limits with their bounds, with one more than is shown; the first is what ships."""
    rows = LimitScheme.objects.select_related("made_by").prefetch_related("rows").order_by("-number")
    return [*rows[: SHOWN + 1], SHIPPED][: SHOWN + 1]


def scheme(number: int) -> LimitScheme | None:
    return LimitScheme.objects.filter(number=number).first() if number else SHIPPED


def bounds_of(scheme: LimitScheme) -> tuple[Bound, ...]:
    """The limits of one version, in their order."""
    if not scheme.number:
        return rules.USUAL
    return _bounds(sorted(scheme.rows.all(), key=lambda row: (row.currency, row.kind, row.amount, row.pk)))


def number_in_force() -> int:
    """The version of the limits that holds; 0 before the house has set its own."""
    return LimitScheme.objects.order_by("-number").values_list("number", flat=True).first() or 0


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
