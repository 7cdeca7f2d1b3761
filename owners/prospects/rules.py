"""How likely somebody buys: a sum of points, each with its reason. Pure: no ORM, no clock.

The rule is fair by what it is given: what somebody asked for, when he was heard of, and what he did. It is not told
his gender, age, birth, nationality, language, income or trade, and a test holds it to that.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from .choices import Wanted

WHOLE = 100
LOOKED_AHEAD = 7  # days; so often the homes on sale are looked at anew in any case
FRESH = 30  # days after which half the points for being heard of are gone
LASTING = 60  # the same for visits and calls
ENOUGH = 3  # homes on sale that fit make the full points
HOW_SOON = {Wanted.NOW: 1.0, Wanted.QUARTER: 0.75, Wanted.HALF: 0.5, Wanted.YEAR: 0.25, Wanted.LATER: 0.0}


@dataclass(frozen=True)
class Weights:
    """The most points that each reason can give; together a hundred."""

    wish: int = 10
    soon: int = 15
    budget: int = 20
    visits: int = 20
    calls: int = 10
    recency: int = 10
    steps: int = 15

    def plain(self) -> dict[str, int]:
        return asdict(self)


def weights_from(points: dict) -> Weights:
    """Weights as they are stored or typed; ValueError where they are no division of a hundred."""
    names = set(Weights().plain())
    if set(points) != names or any(not isinstance(p, int) or p < 0 for p in points.values()):
        raise ValueError("each reason once, in whole points")
    if sum(points.values()) != WHOLE:
        raise ValueError("together a hundred")
    return Weights(**points)


@dataclass(frozen=True)
class Facts:
    """What is known of one prospect; all that the rule ever learns.

    `answered` of the questions of a wish (`asked`), the homes on sale in the project and those of them that `fit`,
    the days of his visits and of calls in which we spoke with him, and how far he has come.
    """

    heard_on: date
    answered: int = 0
    asked: int = 6
    wanted: str = ""
    has_budget: bool = False
    on_sale: int = 0
    fit: int = 0
    visits: tuple[date, ...] = ()
    calls: tuple[date, ...] = ()
    reserved_on: date | None = None
    subscribed_on: date | None = None


@dataclass(frozen=True)
class Reason:
    """Some points, out of how many, and the numbers its sentence needs."""

    code: str
    points: int
    most: int
    numbers: dict


@dataclass(frozen=True)
class Score:
    points: int
    reasons: tuple[Reason, ...]


def score(facts: Facts, weights: Weights, today: date) -> Score:
    """0 to 100, with a reason for each part, those that give nothing too."""
    visits = [day for day in facts.visits if day <= today]
    calls = [day for day in facts.calls if day <= today]
    days = {day for day in (facts.reserved_on, facts.subscribed_on) if day and day <= today}
    last = max([facts.heard_on, *visits, *calls, *days])
    parts = (
        ("wish", facts.answered / facts.asked, {"answered": facts.answered, "asked": facts.asked}),
        ("soon", HOW_SOON.get(facts.wanted, 0.0), {"wanted": facts.wanted}),
        ("budget", _fitting(facts), {"fit": facts.fit, "on_sale": facts.on_sale, "known": facts.has_budget}),
        ("visits", _often(visits, today), {"count": len(visits)}),
        ("calls", _often(calls, today), {"count": len(calls)}),
        ("recency", _fading(last, today, FRESH), {"days": max((today - last).days, 0)}),
        ("steps", _steps(facts, today), {"step": _step(facts, today)}),
    )
    most = weights.plain()
    reasons = tuple(Reason(code, round(share * most[code]), most[code], said) for code, share, said in parts)
    return Score(min(WHOLE, sum(reason.points for reason in reasons)), reasons)


def changes_on(facts: Facts, weights: Weights, today: date) -> date:
    """The first day on which time alone gives another score, at the latest in a week: homes come on sale and go."""
    now = score(facts, weights, today).points
    days = (today + timedelta(days=ahead) for ahead in range(1, LOOKED_AHEAD))
    return next(
        (day for day in days if score(facts, weights, day).points != now),
        today + timedelta(days=LOOKED_AHEAD),
    )


def fits(wish: dict, home: dict) -> bool:
    """Whether a home on sale is what somebody wants; what he did not say does not matter.

    The price is about what such homes were lately signed for; a twentieth more or less is no obstacle.
    """
    if wish.get("home_type") and wish["home_type"] != home["type"]:
        return False
    if wish.get("bedrooms") and home["bedrooms"] is not None and home["bedrooms"] < wish["bedrooms"]:
        return False
    return _within(home["area"], wish.get("area_min"), wish.get("area_max"), 0) and _within(
        home["price"], wish.get("budget_min"), wish.get("budget_max"), 0.05
    )


def _within(value, least, most, leeway: float) -> bool:
    if value is None:
        return True
    value = float(value)
    return not (least and value < least * (1 - leeway)) and not (most and value > most * (1 + leeway))


def _fitting(facts: Facts) -> float:
    """Without a budget nobody knows whether anything fits: half the points at most."""
    share = min(1.0, facts.fit / ENOUGH)
    return share if facts.has_budget else share / 2


def _often(days: list[date], today: date) -> float:
    """One is half of what can be had, two three quarters; and all of it fades with time since the last."""
    return (1 - 0.5 ** len(days)) * _fading(max(days), today, LASTING) if days else 0.0


def _fading(day: date, today: date, half_life: int) -> float:
    return 0.5 ** (max((today - day).days, 0) / half_life)


def _steps(facts: Facts, today: date) -> float:
    return {"subscribed": 1.0, "reserved": 0.6}.get(_step(facts, today), 0.0)


def _step(facts: Facts, today: date) -> str:
    if facts.subscribed_on and facts.subscribed_on <= today:
        return "subscribed"
    return "reserved" if facts.reserved_on and facts.reserved_on <= today else ""
