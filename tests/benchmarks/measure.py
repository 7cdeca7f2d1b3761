"""Timing two works in turn, and the table of their ratios."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One promise: what was measured beside which floor, and how far the ratio may go."""

    promise: str
    ours: float
    floor: float
    bound: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def holds(self) -> bool:
        return self.ratio <= self.bound


def p50(times: list[float]) -> float:
    return statistics.median(times)


def p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(len(times) * 0.99))]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def alternately(ours: Callable, floor: Callable, *, rounds: int, warmup: int = 5) -> tuple[list, list]:
    """Milliseconds of each, A B A B …, so that both meet the same weather."""
    for _ in range(warmup):
        ours()
        floor()
    gc.collect()
    gc.disable()
    try:
        pairs = [(seconds(ours) * 1000, seconds(floor) * 1000) for _ in range(rounds)]
    finally:
        gc.enable()
    return [a for a, _ in pairs], [b for _, b in pairs]


def table(lines: list[Line]) -> str:
    """The lines as a table that fits a terminal."""
    rows = [("promise", "ours", "floor", "ratio", "bound", "")]
    for line in lines:
        rows.append(
            (
                line.promise,
                f"{line.ours:.2f} {line.unit}",
                f"{line.floor:.2f} {line.unit}",
                f"{line.ratio:.2f}",
                f"≤ {line.bound:g}",
                "holds" if line.holds else "MISSED",
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([shown[0], "  ".join("─" * width for width in widths), *shown[1:]])
