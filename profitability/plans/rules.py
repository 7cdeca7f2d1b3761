"""What could be done for an owner, compared. Pure.

A plan's benefit is the share of what is at stake that it is likely to save, its net that benefit less
its cost. The standard service is always among the plans, and always affordable: a comparison may add
to it, never take from it. The chances are plain assumptions, shown with each plan.
"""

from dataclasses import asdict, dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from profitability.lifetime.rules import Interval


class Plan(TextChoices):
    """Ordered from the least to the most that is done; the standard service comes first."""

    STANDARD = "standard", _("standard service")
    APOLOGY = "apology", _("apology and explanation")
    GOODWILL_GIFT = "goodwill_gift", _("goodwill gift")
    SENIOR_VISIT = "senior_visit", _("visit by a senior colleague")
    REPAIR_AGAIN = "repair_again", _("repair again, with a supervisor")


# In minor units; a currency that is not listed is reckoned by the first.
COSTS = {
    "CNY": {
        Plan.STANDARD: 20_000,
        Plan.APOLOGY: 35_000,
        Plan.GOODWILL_GIFT: 80_000,
        Plan.SENIOR_VISIT: 90_000,
        Plan.REPAIR_AGAIN: 350_000,
    },
    "TWD": {
        Plan.STANDARD: 80_000,
        Plan.APOLOGY: 140_000,
        Plan.GOODWILL_GIFT: 320_000,
        Plan.SENIOR_VISIT: 360_000,
        Plan.REPAIR_AGAIN: 1_400_000,
    },
    "EUR": {
        Plan.STANDARD: 6_000,
        Plan.APOLOGY: 9_000,
        Plan.GOODWILL_GIFT: 12_000,
        Plan.SENIOR_VISIT: 24_000,
        Plan.REPAIR_AGAIN: 90_000,
    },
}
# How likely each plan makes an owner content again, by how he feels now. Who is only lukewarm is won by
# plain words; who is angry wants somebody senior at his door, and the thing itself put right.
CHANCES = {
    "neutral": {
        Plan.STANDARD: 0.50,
        Plan.APOLOGY: 0.64,
        Plan.GOODWILL_GIFT: 0.64,
        Plan.SENIOR_VISIT: 0.645,
        Plan.REPAIR_AGAIN: 0.66,
    },
    "dissatisfied": {
        Plan.STANDARD: 0.30,
        Plan.APOLOGY: 0.42,
        Plan.GOODWILL_GIFT: 0.46,
        Plan.SENIOR_VISIT: 0.55,
        Plan.REPAIR_AGAIN: 0.70,
    },
    "very_dissatisfied": {
        Plan.STANDARD: 0.12,
        Plan.APOLOGY: 0.20,
        Plan.GOODWILL_GIFT: 0.25,
        Plan.SENIOR_VISIT: 0.46,
        Plan.REPAIR_AGAIN: 0.60,
    },
}
UNKNOWN = "dissatisfied"  # words without a score: critical ones come here
# A wrong repaired in words only convinces less with every further round.
WEARS_OUT = {Plan.STANDARD: 0.08, Plan.APOLOGY: 0.12, Plan.GOODWILL_GIFT: 0.10, Plan.SENIOR_VISIT: 0.04}
REPAIRABLE = ("engineering_quality", "handover", "property_service", "planning_design")
NOTHING_AT_STAKE = "very_satisfied", "satisfied"


@dataclass(frozen=True)
class Situation:
    """What coordination knows about the moment; everything here is a value, nothing a row."""

    currency: str
    score: int | None = None
    attitude: str = ""
    severity: str = "ordinary"
    substantiated: bool | None = None
    fault_share: int | None = None
    rounds: int = 0
    case_kind: str = ""
    subject: str = ""
    demand_amount: int | None = None
    case_number: str = ""

    def plain(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Offer:
    """One plan with its figures."""

    plan: str
    cost: int
    chance: float
    benefit: int
    net: int
    net_low: int
    net_high: int

    def plain(self) -> dict:
        return asdict(self)


def suits(plan: Plan, situation: Situation) -> bool:
    """Whether this plan makes sense here at all."""
    if plan == Plan.STANDARD:
        return True
    if situation.attitude in NOTHING_AT_STAKE:
        return False
    if plan == Plan.REPAIR_AGAIN:
        repairable = situation.case_kind == "repair" or situation.subject.partition(".")[0] in REPAIRABLE
        return repairable and situation.rounds > 0 and situation.substantiated is not False
    if plan == Plan.GOODWILL_GIFT:
        return situation.substantiated is not False
    return True


def chance(plan: Plan, situation: Situation) -> float:
    """How likely the owner is content afterwards."""
    likely = CHANCES.get(situation.attitude, CHANCES[UNKNOWN])[plan]
    worn = WEARS_OUT.get(plan, 0.0) * max(0, situation.rounds - 1)
    owed = 0.10 * (situation.fault_share or 0) / 100 if plan != Plan.STANDARD else 0.0
    return round(min(0.95, max(0.02, likely - worn + owed)), 3)


def cost(plan: Plan, currency: str) -> int:
    return COSTS.get(currency, COSTS["CNY"])[plan]


def compare(situation: Situation, at_stake: Interval) -> list[Offer]:
    """The plans worth comparing, from the least to the most that is done."""
    return [_offer(plan, situation, at_stake) for plan in Plan if suits(plan, situation)]


def best(offers: list[Offer]) -> Offer:
    """The highest net; of equals, the cheaper."""
    return max(offers, key=lambda offer: (offer.net, -offer.cost))


def _offer(plan: Plan, situation: Situation, at_stake: Interval) -> Offer:
    likely, price = chance(plan, situation), cost(plan, situation.currency)
    return Offer(
        plan=str(plan),
        cost=price,
        chance=likely,
        benefit=round(likely * at_stake.point),
        net=round(likely * at_stake.point) - price,
        net_low=round(likely * max(0, at_stake.low)) - price,
        net_high=round(likely * at_stake.high) - price,
    )
