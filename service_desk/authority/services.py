"""Changing the limits: a new version each time, and nobody raises his own."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm import versions
from crm.accounts.models import Role
from crm.audit import services as audit
from crm.errors import NotAllowed, Refused, Stale
from service_desk.authority import rules, selectors
from service_desk.authority.models import LimitRow, LimitScheme
from service_desk.authority.rules import Bound
from service_desk.authority.selectors import bounds_in_force, roles_of
from service_desk.cases.terms import PartKind

KNOWN_CURRENCIES = ("CNY", "HKD", "TWD", "EUR")


@transaction.atomic
def set_limits(
    actor, *, bounds: Iterable[Bound], because: str, seen: int | None = None, now: datetime
) -> LimitScheme:
    """Put a new version of all limits in force; `seen` is the version the actor had before him.

    Raises NotAllowed where he would raise the limit of a role he holds himself, Stale where somebody was quicker.
    """
    if not because.strip():
        raise Refused(fields={"because": _("Please fill this in.")})
    newest = LimitScheme.objects.select_for_update(no_key=True).order_by("-number").first()
    number = newest.number if newest else 0
    if seen is not None and seen != number:
        raise Stale(yours=seen, current=number)
    bounds, before = _checked(bounds), bounds_in_force()
    if not actor.unrestricted and rules.raised(before, bounds) & roles_of(actor):
        raise NotAllowed(_("Nobody raises his own limit; ask somebody else to do it."), code="own_limit")
    scheme = LimitScheme.objects.create(
        number=number + 1, active_from=now, made_by=None if actor.is_system else actor, because=because
    )
    LimitRow.objects.bulk_create(
        LimitRow(
            scheme=scheme,
            role=b.role,
            currency=b.currency,
            kind=b.kind,
            amount=b.amount,
            joint_from=b.joint_from,
        )
        for b in bounds
    )
    audit.record(actor, "authority.set", scheme, now=now, because=because, after={"number": number + 1})
    return scheme


def _checked(bounds: Iterable[Bound]) -> list[Bound]:
    bounds = list(bounds)
    known = {
        "role": {b.role for b in bounds} <= set(rules.LEVELS) & set(Role.values),
        "currency": {b.currency for b in bounds} <= set(KNOWN_CURRENCIES),
        "kind": {b.kind for b in bounds} <= {"", *PartKind.values},
    }
    if not all(known.values()):
        raise Refused(fields={"bounds": _("This choice is not known.")})
    if any(b.amount < 0 or (b.joint_from or 0) < 0 for b in bounds):
        raise Refused(fields={"bounds": _("A limit cannot be less than nothing.")})
    if len({(b.role, b.currency, b.kind) for b in bounds}) < len(bounds):
        raise Refused(fields={"bounds": _("The same limit is there twice.")})
    for lower, upper in zip(rules.LEVELS, rules.LEVELS[1:], strict=False):
        for currency in {b.currency for b in bounds}:
            if rules.limit(bounds, [lower], currency) > rules.limit(bounds, [upper], currency):
                sentence = _("In %(currency)s a lower level may not promise more than the one above it.")
                raise Refused(fields={"bounds": sentence % {"currency": currency}})
    return bounds


@transaction.atomic
def bring_back(
    actor, number: int, *, because: str = "", seen: int | None = None, now: datetime
) -> LimitScheme:
    """Let earlier limits hold again, as a new version; 0 are those that ship. Nobody raises his own by it either."""
    holds = selectors.number_in_force()
    row = versions.earlier(selectors.scheme(number), in_force=number == holds)
    said = {"because": versions.why(number, because), "seen": holds if seen is None else seen}
    return set_limits(actor, bounds=selectors.bounds_of(row), now=now, **said)
