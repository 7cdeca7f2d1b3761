"""Whether a change helped, and which defects are common; pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

from .states import Effect

FEWEST = 10  # cases before and after together, below which nothing is said
CHANCE = 0.05
LINE_HOMES, BUILDING_HOMES = (
    2,
    3,
)  # so many homes make a defect common: one above another, or by one contractor


def two_sided(before: int, after: int) -> float:
    """The chance that two counts of one rate, over the same homes and equally long, differ at least so much.

    Given their sum the split is that of a fair coin (the exact conditional test of two Poisson counts).
    """
    whole = before + after
    least = min(before, after)
    tail = sum(comb(whole, count) for count in range(least + 1)) / 2**whole
    return min(1.0, 2 * tail)


def effect_of(before: int, after: int) -> str:
    """What the counts before and after say; with too few cases they say nothing."""
    if before + after < FEWEST:
        return Effect.TOO_LITTLE
    if two_sided(before, after) > CHANCE:
        return Effect.UNCLEAR
    return Effect.HELPED if after < before else Effect.WORSE


def rate(cases: int, homes: int) -> float | None:
    """Cases for a thousand homes; None where there are no homes."""
    return 1000 * cases / homes if homes else None


@dataclass(frozen=True)
class Seen:
    """A defect seen in one home."""

    code: str
    building: int
    column: tuple[str, str]
    home: int
    contractor: int | None = None


@dataclass(frozen=True)
class Common:
    """A defect that several homes have: in one column of a building, or in a building by one contractor."""

    code: str
    building: int
    column: tuple[str, str] | None
    contractor: int | None
    homes: frozenset[int]
    reported: frozenset[int] = frozenset()  # all homes of the building that have it, whoever built there


def common_defects(seen: Iterable[Seen]) -> list[Common]:
    """What is common, most homes first; a home that reported twice counts once."""
    lines, works, reported = defaultdict(set), defaultdict(set), defaultdict(set)
    for one in seen:
        reported[one.code, one.building].add(one.home)
        lines[one.code, one.building, one.column].add(one.home)
        if one.contractor is not None:
            works[one.code, one.building, one.contractor].add(one.home)
    found = [
        Common(code, building, column, None, frozenset(homes), frozenset(reported[code, building]))
        for (code, building, column), homes in lines.items()
        if len(homes) >= LINE_HOMES
    ]
    found += [
        Common(code, building, None, contractor, frozenset(homes), frozenset(reported[code, building]))
        for (code, building, contractor), homes in works.items()
        if len(homes) >= BUILDING_HOMES
    ]
    return sorted(found, key=lambda one: (-len(one.homes), one.code, one.building, str(one.column)))
