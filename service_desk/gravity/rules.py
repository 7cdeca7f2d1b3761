"""From impact answers to a severity; pure. The same answers and thresholds always give the same judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from service_desk.cases.terms import Severity

DANGERS = ("safety", "health", "media", "law")
IMPACTS = ("safety", "health", "households", "media", "law", "money")
RANK = {str(severity): rank for rank, severity in enumerate(Severity)}
GRAVE = RANK[Severity.IMPORTANT]
UPPER = (Severity.IMPORTANT, Severity.MAJOR)
# What nobody may set lower: whoever could be hurt or ill comes first, whatever else the house decides.
NEVER_BELOW_IMPORTANT = ("safety", "health")


@dataclass(frozen=True)
class Thresholds:
    """The numbers that a version of the thresholds sets; these are the ones the house is shipped with.

    `answers` says how serious each yes is by itself, `together` how many grave ones make a case major. Households
    are counts for hot, important and major; sums are minor units by currency, others are judged by the first.
    """

    answers: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(DANGERS, "important"))
    together: int = 2
    households: tuple[int, int, int] = (3, 10, 20)
    money_hot: Mapping[str, int] = field(
        default_factory=lambda: {"CNY": 500_000, "TWD": 2_000_000, "EUR": 70_000}
    )
    money_important: Mapping[str, int] = field(
        default_factory=lambda: {"CNY": 5_000_000, "TWD": 20_000_000, "EUR": 700_000}
    )


SHIPPED = Thresholds()


@dataclass(frozen=True)
class Judgement:
    """How serious a case is, and which of the impact answers made it so."""

    severity: str
    reasons: tuple[str, ...]


def severity_of(impact: Mapping, currency: str, thresholds: Thresholds = SHIPPED) -> Judgement:
    """Severity from what the person says it does to him; his tone plays no part, nor does his value."""
    weights = {
        key: RANK[thresholds.answers.get(key, Severity.IMPORTANT)] for key in DANGERS if impact.get(key)
    }
    grave = [key for key, rank in weights.items() if rank >= GRAVE]
    if len(grave) >= thresholds.together:
        weights |= dict.fromkeys(grave, RANK[Severity.MAJOR])
    weights["households"] = sum(int(impact.get("households") or 0) >= each for each in thresholds.households)
    weights["money"] = _by_money(int(impact.get("money") or 0), currency, thresholds)
    highest = max(weights.values())
    reasons = tuple(key for key, rank in weights.items() if highest and rank == highest)
    return Judgement(list(Severity)[highest].value, reasons)


def _by_money(money: int, currency: str, thresholds: Thresholds) -> int:
    steps = (thresholds.money_hot, thresholds.money_important)
    return sum(money >= table.get(currency, next(iter(table.values()))) for table in steps)


def after_learning(standing: str, by_person: bool, computed: str) -> str:
    """The severity once more is known: as computed, but never below what a person has set with his reason."""
    if by_person and RANK[standing] > RANK[computed]:
        return standing
    return computed


def known_impact(impact: Mapping) -> dict:
    """The answers that count; what is unknown or empty is left out."""
    return {key: value for key, value in impact.items() if key in IMPACTS and value}


def read(rules: Mapping) -> Thresholds:
    """The thresholds of a version's rules; lists come back from JSON where tuples were."""
    known = {each.name for each in fields(Thresholds)}
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in rules.items()}
    return Thresholds(**{key: value for key, value in given.items() if key in known})


def faults(thresholds: Thresholds) -> dict[str, str]:
    """What cannot stand, by field, as codes that the page puts into words; empty where all is well."""
    found = {}
    few, several, many = thresholds.households
    if not 1 < few < several < many:
        found["households"] = "rising"
    if thresholds.together < 2:
        found["together"] = "two"
    for key in NEVER_BELOW_IMPORTANT:
        if RANK.get(thresholds.answers.get(key), 0) < GRAVE:
            found[key] = "floor"
    for currency, hot in thresholds.money_hot.items():
        if not 0 < hot < thresholds.money_important.get(currency, 0):
            found[f"money_{currency}"] = "rising"
    return found
