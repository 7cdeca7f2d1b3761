"""When facts say that a complaint is difficult, and whether a plan holds together; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service_desk.escalated.terms import Reason

OPTIONS = 3
# As shipped: from which round on, from how many percent of the upper end of the weighed range on, and whether two levels
# up and a playbook for extreme owners speak for it.
USUAL = {"round": 3, "far": 200, "two_up": True, "extreme": True}
BOUNDS = {"round": (2, 9), "far": (100, 1000)}


@dataclass(frozen=True)
class Facts:
    """What is known of a case; `high` is the upper end of the weighed range, in minor units."""

    round: int = 1
    two_up: bool = False
    extreme: bool = False
    demand: int | None = None
    high: int | None = None


def reasons(facts: Facts, thresholds: Mapping = USUAL) -> tuple[str, ...]:
    """For which reasons the facts propose to mark the case as difficult; none for most."""
    known = facts.demand is not None and facts.high is not None
    far = known and facts.demand * 100 > thresholds["far"] * facts.high
    spoken = (
        (Reason.THIRD_ROUND, facts.round >= thresholds["round"]),
        (Reason.TWO_UP, facts.two_up and thresholds["two_up"]),
        (Reason.EXTREME, facts.extreme and thresholds["extreme"]),
        (Reason.DEMAND, far),
    )
    return tuple(reason.value for reason, holds in spoken if holds)


def faults_of(thresholds: Mapping) -> list[str]:
    """The names of those that cannot be taken; one that is missing or not known is wrong as well."""
    wrong = [name for name in {*USUAL, *thresholds} if name not in USUAL or name not in thresholds]
    for name, (least, most) in BOUNDS.items():
        number = thresholds.get(name)
        if type(number) is not int or not least <= number <= most:
            wrong.append(name)
    wrong += [name for name in ("two_up", "extreme") if not isinstance(thresholds.get(name), bool)]
    return sorted(set(wrong))


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
