"""When facts say that a complaint is difficult, and whether a plan holds together; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from service_desk.escalated.terms import Reason

ROUND = 3
FAR = 2  # times the upper end of the weighed range
OPTIONS = 3


@dataclass(frozen=True)
class Facts:
    """What is known of a case; `high` is the upper end of the weighed range, in minor units."""

    round: int = 1
    two_up: bool = False
    extreme: bool = False
    demand: int | None = None
    high: int | None = None


def reasons(facts: Facts) -> tuple[str, ...]:
    """For which reasons the facts propose to mark the case as difficult; none for most."""
    far = facts.demand is not None and facts.high is not None and facts.demand > FAR * facts.high
    spoken = (
        (Reason.THIRD_ROUND, facts.round >= ROUND),
        (Reason.TWO_UP, facts.two_up),
        (Reason.EXTREME, facts.extreme),
        (Reason.DEMAND, far),
    )
    return tuple(reason.value for reason, holds in spoken if holds)


def faults(costs: Sequence[int], limit: int) -> tuple[str, ...]:
    """What is wrong with options of these costs under this limit: "none", "many", "order", "above", "negative"."""
    if not costs:
        return ("none",)
    wrong = []
    if len(costs) > OPTIONS:
        wrong.append("many")
    if min(costs) < 0 or limit < 0:
        wrong.append("negative")
    if list(costs) != sorted(costs):
        wrong.append("order")
    if max(costs) > limit:
        wrong.append("above")
    return tuple(wrong)
