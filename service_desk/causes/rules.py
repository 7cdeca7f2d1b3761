"""Codes of causes: three words apart by full stops. Counting along them; pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DEEPEST = 3
WORD = re.compile(r"[a-z][a-z0-9_]{0,31}")
LONGEST = 80


def is_code(code: str) -> bool:
    """`engineering_quality.waterproofing.leak`: up to three words of small letters."""
    words = code.split(".")
    return len(words) <= DEEPEST and len(code) <= LONGEST and all(WORD.fullmatch(word) for word in words)


def depth(code: str) -> int:
    return code.count(".") + 1


def ancestors(code: str) -> list[str]:
    """The code itself and those above it, the class first."""
    words = code.split(".")
    return [".".join(words[: count + 1]) for count in range(len(words))]


def at_level(code: str, level: int) -> str:
    """The code cut to its first `level` words; a shorter one stays as it is."""
    return ".".join(code.split(".")[:level])


def below(code: str, above: str) -> bool:
    return not above or code == above or code.startswith(f"{above}.")


@dataclass(frozen=True)
class Bar:
    """One bar of a Pareto picture; `share` and `together` in percent of all that was counted."""

    key: str
    count: int
    share: float
    together: float


def pareto(counts: Mapping[str, int], *, most: int = 0) -> list[Bar]:
    """From the most frequent down, each with the share up to and with it; past `most` the rest stands as one, last.

    Equal counts stand by their key, so that the picture is the same each time.
    """
    ordered = sorted(((key, count) for key, count in counts.items() if count), key=lambda kv: (-kv[1], kv[0]))
    whole = sum(count for _key, count in ordered)
    if most and len(ordered) > most:
        rest = sum(count for _key, count in ordered[most:])
        ordered = [*ordered[:most], ("", rest)]
    bars, sofar = [], 0
    for key, count in ordered:
        sofar += count
        bars.append(Bar(key, count, 100 * count / whole, 100 * sofar / whole))
    return bars


def rolled_up(rows: Iterable[tuple[str, int]], level: int, above: str = "") -> Counter:
    """Counts by code cut to `level`, of those at or below `above`."""
    counts: Counter = Counter()
    for code, count in rows:
        if below(code, above):
            counts[at_level(code, level)] += count
    return counts


def vital_few(bars: list[Bar], share: float = 80.0) -> int:
    """How many of the bars, from the left, hold this share of the whole; the bar of the rest is none of them."""
    for place, bar in enumerate(bars, start=1):
        if not bar.key or bar.together >= share:
            return place if bar.key else place - 1
    return len(bars)
