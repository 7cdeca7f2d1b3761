"""A line of counts, small enough to stand in a sentence; pure."""

from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, EDGE = 180, 36, 3


@dataclass(frozen=True)
class Line:
    """An svg polyline, and what it says in figures."""

    points: str
    end: tuple[float, float]
    first: tuple[date, int]
    last: tuple[date, int]
    days: list[tuple[date, int]]


def sparkline(days: list[tuple[date, int]]) -> Line | None:
    """Counts by day from left to right, spaced as the days are; fewer than two make no line."""
    if len(days) < 2:
        return None
    counts = [count for _day, count in days]
    low, high = min(counts), max(counts)
    span = (days[-1][0] - days[0][0]).days or 1
    drawn = [(_across((day - days[0][0]).days / span), _up(count, low, high)) for day, count in days]
    points = " ".join(f"{x},{y}" for x, y in drawn)
    return Line(points, drawn[-1], days[0], days[-1], days)


def _across(part: float) -> float:
    return round(EDGE + part * (WIDTH - 2 * EDGE), 1)


def _up(count: int, low: int, high: int) -> float:
    """What never changes lies in the middle."""
    part = (count - low) / (high - low) if high > low else 0.5
    return round(HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE), 1)
