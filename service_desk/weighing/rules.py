"""The five questions as arithmetic; pure.

What is owed is the loss times our share of the fault: that is the floor, and nothing goes below it. The answers say
how much more may be offered. An unreasonable demand without any fault of ours is answered with a clear and friendly no.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ANSWERS = {
    "relation": ("none", "some", "long"),
    "again": ("no", "maybe", "yes"),
    "word": ("none", "some", "strong"),
    "reasonable": ("no", "partly", "yes"),
}
# How many percent above what is owed each answer is worth; `fault` at a whole fault, `value` at most.
USUAL = {
    "relation": {"none": 0, "some": 5, "long": 10},
    "again": {"no": 0, "maybe": 5, "yes": 10},
    "word": {"none": 0, "some": 5, "strong": 15},
    "reasonable": {"no": 0, "partly": 5, "yes": 15},
    "fault": 30,
    "value": 10,
}
HIGHEST = 200


@dataclass(frozen=True)
class Asked:
    """What is known of a demand: sums in minor units, our share of the fault in percent."""

    relation: str
    again: str
    word: str
    reasonable: str
    fault: int
    loss: int
    demand: int | None = None
    value: int = 0


@dataclass(frozen=True)
class Suggestion:
    """From what is owed to the most that the answers speak for, each reason with its percent."""

    standard: int
    low: int
    high: int
    reasons: tuple[tuple[str, str, int], ...]


def faults_of(weights: Mapping) -> list[str]:
    """What is wrong with a set of weights; nothing where it can be used."""
    wrong = []
    for question, answers in ANSWERS.items():
        row = weights.get(question)
        if (
            not isinstance(row, Mapping)
            or set(row) != set(answers)
            or not all(_percent(row[answer]) for answer in answers)
        ):
            wrong.append(question)
    return wrong + [name for name in ("fault", "value") if not _percent(weights.get(name))]


def _percent(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST


def weigh(asked: Asked, weights: Mapping) -> Suggestion:
    """The range to offer in, with its reasons. A customer's value may add to it, never take away."""
    standard = asked.loss * asked.fault // 100
    if asked.reasonable == "no" and asked.fault == 0:
        return Suggestion(standard, standard, standard, (("say_no", "", 0),))
    reasons = [("owed", str(asked.fault), 0)]
    for question in ANSWERS:
        answer = getattr(asked, question)
        if weights[question][answer]:
            reasons.append((question, answer, weights[question][answer]))
    if added := weights["fault"] * asked.fault // 100:
        reasons.append(("fault", str(asked.fault), added))
    if added := max(0, min(asked.value, weights["value"])):
        reasons.append(("value", "", added))
    more = sum(percent for _question, _answer, percent in reasons)
    high = standard + standard * more // 100
    if asked.reasonable == "yes" and asked.demand is not None and high < asked.demand <= asked.loss:
        high = asked.demand
        reasons.append(("demand_within_loss", "", 0))
    return Suggestion(standard, standard, max(standard, high), tuple(reasons))
