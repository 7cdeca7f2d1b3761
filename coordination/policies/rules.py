"""From a feedback and an assessment to a decision. Pure: the same inputs always give the same verdict.

Two questions, answered apart. What happens to the case (close, reopen, …) depends on what the owner
said and where the case stands, never on what he is worth. How much is done for him starts at a floor
that follows from safety, health, law and the standard procedure alone; value may add to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from profitability.plans.rules import Plan, cost

RANK = {str(plan): rank for rank, plan in enumerate(Plan)}
STANDARD, REPAIR_AGAIN, SENIOR_VISIT = str(Plan.STANDARD), str(Plan.REPAIR_AGAIN), str(Plan.SENIOR_VISIT)


@dataclass(frozen=True)
class Policy:
    """The numbers and lists a version of the policy may set."""

    content_from: int = 63
    alarm_below: int = 13
    first: tuple = ("safety", "health", "law")
    first_within_days: int = 1
    standard_within_days: int = 3
    first_plan: str = SENIOR_VISIT
    added_limit: dict = field(default_factory=lambda: {"CNY": 2_000_000, "TWD": 9_000_000, "EUR": 250_000})


@dataclass(frozen=True)
class Facts:
    """What was said, and about what."""

    score: int | None
    attitude: str
    opinion: str
    has_case: bool
    case_awaits_answer: bool = False
    impact: tuple = ()
    severity: str = "ordinary"
    rounds: int = 0
    currency: str = "CNY"
    follow_up: bool = False


@dataclass(frozen=True)
class Weighed:
    """What policies need of an assessment: the plans with their figures, and the best of them."""

    at_stake: int
    best_plan: str
    offers: tuple


@dataclass(frozen=True)
class Floor:
    """The least that is done, whoever it is."""

    plan: str
    within_days: int
    because: str


@dataclass(frozen=True)
class Verdict:
    """What is to be done, by which rule, and why; `reasons` are codes that the page puts into words."""

    outcome: str
    rule: str
    plan: str
    within_days: int
    budget: int
    reasons: tuple
    floor: Floor | None = None


def comes_first(facts: Facts, policy: Policy) -> tuple:
    """Which of the things that come before any reckoning this case touches."""
    return tuple(key for key in policy.first if key in facts.impact)


def floor_for(facts: Facts, policy: Policy) -> Floor:
    """The least that is done. It sees no assessment, so it cannot depend on anybody's value."""
    touched = comes_first(facts, policy)
    if touched:
        return Floor(policy.first_plan, policy.first_within_days, touched[0])
    if facts.severity in ("important", "major"):
        return Floor(policy.first_plan, policy.first_within_days, "severity")
    return Floor(STANDARD, policy.standard_within_days, "standard")


def is_content(facts: Facts, policy: Policy) -> bool:
    return facts.score is not None and facts.score >= policy.content_from


def decide(facts: Facts, weighed: Weighed | None, policy: Policy) -> Verdict:
    """One verdict for one feedback. Rules are tried in this order; the first that fits has its name kept."""
    if facts.score is None:
        return _unscored(facts, weighed, policy)
    if is_content(facts, policy):
        return _content(facts)
    return _discontent(facts, weighed, policy)


def _unscored(facts: Facts, weighed: Weighed | None, policy: Policy) -> Verdict:
    """Words without a score: criticism is answered, praise and the rest are thanked for."""
    if facts.opinion == "criticism":
        return _act("directive", "criticism_without_score", facts, weighed, policy)
    return _rest("thank", "words_without_score")


def _content(facts: Facts) -> Verdict:
    if facts.case_awaits_answer:
        return _rest("close", "content_closes")
    if facts.opinion == "praise":
        return _rest("thank", "praise_is_thanked")
    return _rest("thank", "content_without_case")


def _discontent(facts: Facts, weighed: Weighed | None, policy: Policy) -> Verdict:
    if facts.case_awaits_answer:
        return _act("reopen", "less_than_content_reopens", facts, weighed, policy)
    if facts.follow_up:
        return _act("recover", "follow_up_did_not_help", facts, weighed, policy)
    if facts.has_case:
        return _act("directive", "discontent_while_open", facts, weighed, policy)
    return _act("directive", "discontent_without_case", facts, weighed, policy)


def _rest(outcome: str, rule: str) -> Verdict:
    return Verdict(outcome=outcome, rule=rule, plan="", within_days=0, budget=0, reasons=(rule,))


def _act(outcome: str, rule: str, facts: Facts, weighed: Weighed | None, policy: Policy) -> Verdict:
    floor = floor_for(facts, policy)
    plan, added = choose_plan(floor, facts, weighed, policy)
    reasons = (rule, f"floor_{floor.because}", added)
    return Verdict(
        outcome=outcome,
        rule=rule,
        plan=plan,
        within_days=floor.within_days,
        budget=cost(Plan(plan), facts.currency),
        reasons=reasons,
        floor=floor,
    )


def choose_plan(floor: Floor, facts: Facts, weighed: Weighed | None, policy: Policy) -> tuple[str, str]:
    """The plan, and why: value may lift it above the floor, within the limit of added spending, never below."""
    if weighed is None:
        return floor.plan, "not_assessed"
    if RANK[weighed.best_plan] <= RANK[floor.plan]:
        return floor.plan, "floor_is_enough"
    limit = policy.added_limit.get(facts.currency, min(policy.added_limit.values()))
    affordable = [offer for offer in weighed.offers if _is_better(offer, floor, limit, weighed)]
    if not affordable:
        return floor.plan, "nothing_better_pays"
    best = max(affordable, key=lambda offer: (offer["net"], -offer["cost"]))
    return best["plan"], "value_adds"


def _is_better(offer: dict, floor: Floor, limit: int, weighed: Weighed) -> bool:
    if RANK[offer["plan"]] <= RANK[floor.plan] or offer["cost"] > limit:
        return False
    return offer["net"] > _net(floor.plan, weighed.offers)


def _net(plan: str, offers: Iterable[dict]) -> int:
    """The net of a plan; where it was not worth comparing, nothing speaks against what is better."""
    return next((offer["net"] for offer in offers if offer["plan"] == plan), 0)


def never_below(verdict: Verdict, facts: Facts, policy: Policy) -> bool:
    """The fairness floor as a check: run on every verdict before it is carried out."""
    if not verdict.plan:
        return verdict.outcome in ("close", "thank")
    floor = floor_for(facts, policy)
    return RANK[verdict.plan] >= RANK[floor.plan] and verdict.within_days <= floor.within_days
