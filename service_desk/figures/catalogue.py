"""The catalogue of figures: each with its population, date, numerator, denominator, unit and exclusions.

The sentences are what people read, on the page and in docs/figures.md; the functions are what is counted. Rooms above
add their own with `add`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

PERCENT, MONEY, STARS = "percent", "money", "stars"
SMALL = 20  # rows below which a share is more chance than sign


@dataclass(frozen=True)
class Figure:
    """One figure.

    `source(now)` gives the population's rows, `counts(now)` the condition of the numerator among them; `dated` is the
    column of its date, `project`, `department` and `case` are the paths to these from a row. A figure of money or
    stars adds up `sums`, and its denominator is the number of rows. `beside` names the figure it is never shown
    without.
    """

    key: str
    label: object
    question: object
    population: object
    date_basis: object
    numerator: object
    denominator: object
    exclusions: object
    source: Callable[[datetime], QuerySet]
    counts: Callable[[datetime], Q | object]
    dated: str
    project: str = "project"
    department: str = "responsible"
    case: str = ""
    unit: str = PERCENT
    sums: str = ""
    currency: str = ""
    beside: tuple[str, ...] = ()
    higher_is_better: bool | None = True
    group: str = "desk"
    order: int = field(default=100)


_figures: dict[str, Figure] = {}


def add(*figures: Figure) -> None:
    """Put figures into the catalogue; the same key counts once."""
    for figure in figures:
        _figures[figure.key] = figure


def figures() -> list[Figure]:
    """The catalogue in its order."""
    return sorted(_figures.values(), key=lambda figure: figure.order)


def called(key: str) -> Figure | None:
    return _figures.get(key)
