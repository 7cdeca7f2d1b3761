"""Who may promise how much, and whose signatures a sum needs; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# From the desk upwards; who stands higher signs what is too much for who stands lower.
LEVELS = ("agent", "supervisor", "executive")


@dataclass(frozen=True)
class Bound:
    """Up to `amount` (minor units) a role may promise in one currency, in parts of one kind or altogether.

    From `joint_from` on it decides only after the level below has signed.
    """

    role: str
    currency: str
    kind: str
    amount: int
    joint_from: int | None = None


def _usual(currency: str, agent: int, supervisor: int, executive: int) -> tuple[Bound, ...]:
    return (
        Bound("agent", currency, "", agent),
        Bound("supervisor", currency, "", supervisor),
        Bound("executive", currency, "", executive, joint_from=10 * supervisor),
    )


# What holds until the house says otherwise.
USUAL = (
    *_usual("CNY", 50_000, 2_000_000, 100_000_000),
    *_usual("HKD", 50_000, 2_000_000, 100_000_000),
    *_usual("TWD", 200_000, 8_000_000, 400_000_000),
    *_usual("EUR", 7_000, 280_000, 14_000_000),
)


def limit(bounds: Iterable[Bound], roles: Iterable[str], currency: str, kind: str = "") -> int:
    """The highest sum that any of these roles may promise: of this kind of part where it has a limit of its own."""
    held, found = set(roles), {}
    for bound in bounds:
        meant = bound.role in held and bound.currency == currency and bound.kind in ("", kind)
        if meant and (bound.kind or bound.role not in found):
            found[bound.role] = bound.amount
    return max(found.values(), default=0)


def covers(bounds: Iterable[Bound], roles: Iterable[str], currency: str, parts: Mapping[str, int]) -> bool:
    """Whether these roles may promise all of this: the whole within the limit, and each kind within its own."""
    bounds, roles = tuple(bounds), tuple(roles)
    if sum(parts.values()) > limit(bounds, roles, currency):
        return False
    return all(amount <= limit(bounds, roles, currency, kind) for kind, amount in parts.items())


def signatures(bounds: Iterable[Bound], currency: str, parts: Mapping[str, int]) -> tuple[str, ...]:
    """The roles that have to sign, lowest first: the first level that covers it, and from its joint sum the one below.

    Where no level covers it, the highest is named, and nobody may sign until the limits are changed.
    """
    bounds, total = tuple(bounds), sum(parts.values())
    for place, role in enumerate(LEVELS):
        if not covers(bounds, [role], currency, parts):
            continue
        joint = [b.joint_from for b in bounds if b.role == role and b.currency == currency and not b.kind]
        if place and any(sum_ is not None and total >= sum_ for sum_ in joint):
            return (LEVELS[place - 1], role)
        return (role,)
    return (LEVELS[-1],)


def above_every_limit(bounds: Iterable[Bound], currency: str, parts: Mapping[str, int]) -> bool:
    """Whether no level may promise this."""
    bounds = tuple(bounds)
    return not any(covers(bounds, [role], currency, parts) for role in LEVELS)


def raised(before: Iterable[Bound], after: Iterable[Bound]) -> set[str]:
    """The roles that may promise more afterwards than before, in any currency or kind."""
    before, after = tuple(before), tuple(after)
    pairs = {(b.currency, b.kind) for b in (*before, *after)}
    return {
        role
        for role in {b.role for b in after}
        for currency, kind in pairs
        if limit(after, [role], currency, kind) > limit(before, [role], currency, kind)
    }
