"""The versions of the limits as their page and the API tell them."""

from django.urls import reverse

from crm.accounts.models import Role
from crm.versions import Table, Version, versions
from crm.web.formats import money_text
from service_desk.authority import selectors
from service_desk.authority.rules import Bound
from service_desk.cases.terms import PartKind


def shown_versions(*, back: bool = True) -> list[Version]:
    """The newest first, down to what ships; with the way `back` for whoever may set them."""
    return versions(
        selectors.schemes(),
        Table(number="number", at="active_from", because="because"),
        in_force=selectors.number_in_force(),
        says=lambda row: {_about(bound): _sums(bound) for bound in selectors.bounds_of(row)},
        back=(lambda number: reverse("desk:limits_return", args=[number])) if back else None,
    )


def _about(bound: Bound) -> str:
    """Whose limit, and of what."""
    kind = [str(PartKind(bound.kind).label)] if bound.kind else []
    return " · ".join([str(Role(bound.role).label), bound.currency, *kind])


def _sums(bound: Bound) -> str:
    """Up to which sum, and from which on the level below signs too."""
    sums = [bound.amount] if bound.joint_from is None else [bound.amount, bound.joint_from]
    return " / ".join(money_text(one, bound.currency) for one in sums)
