"""The first, plain arithmetic of a relation's value. Pure: dataclasses in, dataclasses out.

A relation's future is a yearly stream: the fees it pays, and the margin of what its people buy again
or recommend, less what bad word of mouth costs. Each year is a little less likely (retention) and
worth a little less (discount). How content the owner is moves only repurchase and recommendation.
Amounts are minor units of one currency; the assumptions are stated, versioned and shown with every
figure, because at this stage they weigh more than the facts.
"""

from dataclasses import asdict, dataclass, field

TYPICAL_MARGIN = {"CNY": 20_000_000, "TWD": 90_000_000, "EUR": 3_000_000}
TYPICAL_FEE = {"CNY": 360_000, "TWD": 2_400_000, "EUR": 240_000}
REPURCHASE = {
    "very_satisfied": 0.030,
    "satisfied": 0.022,
    "neutral": 0.012,
    "dissatisfied": 0.004,
    "very_dissatisfied": 0.001,
}
REFERRAL = {
    "very_satisfied": 0.060,
    "satisfied": 0.035,
    "neutral": 0.010,
    "dissatisfied": 0.0,
    "very_dissatisfied": 0.0,
}
DETERRED = {
    "very_satisfied": 0.0,
    "satisfied": 0.0,
    "neutral": 0.005,
    "dissatisfied": 0.030,
    "very_dissatisfied": 0.060,
}
CONTENT = "satisfied"


@dataclass(frozen=True)
class Assumptions:
    """Everything we assume. Probabilities are per year."""

    horizon_years: int = 10
    discount_yearly: float = 0.08
    retention_yearly: float = 0.93
    spread: float = 0.30
    typical_margin: dict = field(default_factory=lambda: dict(TYPICAL_MARGIN))
    typical_fee: dict = field(default_factory=lambda: dict(TYPICAL_FEE))
    repurchase: dict = field(default_factory=lambda: dict(REPURCHASE))
    referral: dict = field(default_factory=lambda: dict(REFERRAL))
    deterred: dict = field(default_factory=lambda: dict(DETERRED))

    def plain(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """What the ledger says about a relation so far, in one currency."""

    currency: str
    revenue: int = 0
    cost: int = 0
    purchases: int = 0
    purchases_estimated: int = 0
    margin: int = 0
    fees: int = 0
    fee_entries: int = 0


@dataclass(frozen=True)
class Interval:
    low: int
    point: int
    high: int


@dataclass(frozen=True)
class Line:
    """One step of the calculation: a code that the page puts into words, an amount, and its facts."""

    code: str
    amount: int | None
    facts: dict


@dataclass(frozen=True)
class Valuation:
    value_to_date: int
    expected: Interval
    at_stake: Interval
    completeness: int
    lines: tuple[Line, ...]


def annuity(assumptions: Assumptions) -> float:
    """What one unit a year is worth today, each year less certain and less near."""
    factor = assumptions.retention_yearly / (1 + assumptions.discount_yearly)
    return sum(factor**year for year in range(1, assumptions.horizon_years + 1))


def yearly_fee(known: Known, assumptions: Assumptions) -> int:
    """The fee of a year: what he paid on average, else what is typical of a home; nothing without a home."""
    if known.fee_entries:
        return round(known.fees / known.fee_entries)
    return assumptions.typical_fee.get(known.currency, 0) if known.purchases else 0


def margin_of_a_sale(known: Known, assumptions: Assumptions) -> int:
    """What one more sale through this owner brings: his own mean, else a typical one."""
    if known.purchases and known.margin > 0:
        return round(known.margin / known.purchases)
    return assumptions.typical_margin.get(known.currency, 0)


def sales_a_year(attitude: str, assumptions: Assumptions) -> float:
    """Expected sales a year that this owner makes or, below zero, prevents."""
    return assumptions.repurchase[attitude] + assumptions.referral[attitude] - assumptions.deterred[attitude]


def future(known: Known, attitude: str, assumptions: Assumptions) -> int:
    """The value today of all that is still to come, were he to stay as content as this."""
    stream = yearly_fee(known, assumptions)
    stream += margin_of_a_sale(known, assumptions) * sales_a_year(attitude, assumptions)
    return round(annuity(assumptions) * stream)


def completeness(known: Known, attitude: str) -> int:
    """How much of what the figure rests on was known rather than assumed, in per cent."""
    margins_known = known.purchases - known.purchases_estimated
    parts = [
        (40, margins_known / known.purchases if known.purchases else 0.0),
        (20, 1.0 if known.purchases else 0.0),
        (20, 1.0 if known.fee_entries else 0.0),
        (20, 1.0 if attitude else 0.0),
    ]
    return round(sum(weight * share for weight, share in parts))


def around(point: int, complete: int, assumptions: Assumptions) -> Interval:
    """An honest interval: the less was known, the wider."""
    width = round(abs(point) * assumptions.spread * (2 - complete / 100))
    return Interval(low=point - width, point=point, high=point + width)


def value(known: Known, attitude: str, assumptions: Assumptions) -> Valuation:
    """The whole valuation: past, future, and what hangs on how content he is."""
    felt = attitude or "neutral"
    complete = completeness(known, attitude)
    to_date = known.revenue + known.cost
    expected = future(known, felt, assumptions)
    stake = max(0, future(known, CONTENT, assumptions) - expected)
    return Valuation(
        value_to_date=to_date,
        expected=around(expected, complete, assumptions),
        at_stake=around(stake, complete, assumptions),
        completeness=complete,
        lines=tuple(_lines(known, felt, assumptions, to_date, expected, stake)),
    )


def _lines(known: Known, attitude: str, assumptions: Assumptions, to_date: int, expected: int, stake: int):
    factor, sales = annuity(assumptions), sales_a_year(attitude, assumptions)
    fee, margin = yearly_fee(known, assumptions), margin_of_a_sale(known, assumptions)
    yield Line("revenue_to_date", known.revenue, {"purchases": known.purchases})
    yield Line("cost_to_date", known.cost, {})
    yield Line("value_to_date", to_date, {})
    yield Line("fee_a_year", fee, {"known": bool(known.fee_entries)})
    yield Line("margin_of_a_sale", margin, {"known": bool(known.purchases and known.margin > 0)})
    yield Line("sales_a_year", round(margin * sales), {"attitude": attitude, "sales": round(sales, 4)})
    years = {
        "years": assumptions.horizon_years,
        "factor": round(factor, 2),
        "retention": round(assumptions.retention_yearly * 100),
        "discount": round(assumptions.discount_yearly * 100),
    }
    yield Line("expected_value", expected, years)
    yield Line("at_stake", stake, {"attitude": attitude})
