"""Which reports belong together; pure. The same reports and thresholds always give the same clusters.

A cluster is: one place (an entrance, a building, a phase, a project), one matter, several homes, a few days. Homes
are counted, not cases: who reports three times is one home. A wider place counts only where the matter is spread
over it; else the narrower place in which it sits is the finding.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil, exp, sqrt
from statistics import NormalDist

LEVELS = ("entrance", "building", "phase", "project")  # the narrowest first
TOPIC, SUBJECT, CLASS = "topic", "subject", "class"
LATIN = re.compile("[a-z0-9]")
COUNTED_OUT = 500  # beyond, e to the minus of it and its sums lose their places


def _shipped_levels() -> dict:
    return {
        "entrance": {"homes": 3, "days": 14, "percent": 0},
        "building": {"homes": 4, "days": 14, "percent": 4},
        "phase": {"homes": 6, "days": 14, "percent": 3},
        "project": {"homes": 10, "days": 14, "percent": 2},
    }


@dataclass(frozen=True)
class Detection:
    """What a version of the thresholds sets.

    `levels` says for each place how many homes, and what percentage of the homes there, within how many days.
    `chance` is how often a place of the usual rate may look like a group by itself: where a matter is reported all
    the time it takes more homes than where it never is.
    `vague` is how many times as many are needed where only the class of the matter is known. `regrow` is how many
    further homes bring back what was rejected. `topics` are words that tell what is meant, with their names.
    """

    kinds: tuple = ("complaint", "repair")
    levels: Mapping = field(default_factory=_shipped_levels)
    vague: float = 1.5
    chance: float = 0.0005
    regrow: int = 2
    topics: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One case as the detector sees it: whose home, where it stands, what it is about, when."""

    case: int
    home: int
    places: Mapping[str, int]
    matters: frozenset
    at: datetime


@dataclass(frozen=True)
class Cluster:
    """Reports that belong together, and what made them so."""

    level: str
    place: int
    matter: str
    cases: tuple[int, ...]
    homes: frozenset
    first: datetime
    last: datetime
    needed: int
    of_homes: int

    @property
    def rank(self) -> tuple:
        """The largest first; of equals the narrowest place and the plainest matter."""
        vague = self.matter.startswith(CLASS)
        return (-len(self.homes), LEVELS.index(self.level), vague, self.matter, self.place)


def read(rules: Mapping) -> Detection:
    """The detection of a version's rules; lists come back from JSON where tuples were."""
    known = {each.name for each in fields(Detection)}
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in rules.items()}
    return Detection(**{key: value for key, value in given.items() if key in known})


def matters_of(plain: str, subject: str, topics: Mapping) -> frozenset:
    """What a report is about: topics that its words name and its subject; the bare class only where that is all.

    `plain` is what was said, normalised: simplified characters, small letters.
    """
    return reader_of(topics)(plain, subject)


def reader_of(topics: Mapping) -> Callable[[str, str], frozenset]:
    """The same for many reports: the words of the topics are made ready once."""
    known = [(f"{TOPIC}:{key}", *_ready(tuple(topic["words"]))) for key, topic in topics.items()]

    def matters(plain: str, subject: str) -> frozenset:
        plain = plain.lower()
        has_latin = LATIN.search(plain) is not None
        found = {
            name
            for name, anywhere, beginning in known
            if any(word in plain for word in anywhere)
            or (has_latin and beginning and beginning.search(plain))
        }
        if "." in subject:
            found.add(f"{SUBJECT}:{subject}")
        return frozenset(found or {f"{CLASS}:{subject}"})

    return matters


@lru_cache(maxsize=256)
def _ready(words: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern | None]:
    """The words looked for anywhere, and those of Latin letters, which count at the beginning of a word."""
    small = [word.lower() for word in words if word]
    latin = [rf"\b{re.escape(word)}" for word in small if word.isascii()]
    anywhere = tuple(word for word in small if not word.isascii())
    return anywhere, re.compile("|".join(latin)) if latin else None


def needed(level: str, matter: str, homes_there: int, detection: Detection, rate: float = 0.0) -> int:
    """How many homes it takes at this place, where `rate` reports of this matter come from a home on a usual day."""
    rule = detection.levels[level]
    least = max(rule["homes"], ceil(homes_there * rule.get("percent", 0) / 100))
    least = ceil(least * detection.vague) if matter.startswith(CLASS) else least
    return max(least, surprising(rate * homes_there * rule["days"], detection.chance))


def surprising(expected: float, chance: float) -> int:
    """The smallest number that a Poisson count of this expectation reaches no more often than `chance`.

    Counted out as long as that is exact; the share of "none at all", from which it counts, is too small to be written
    where hundreds are expected, and there the bell curve with the skew that is left is right to the last one.
    """
    if expected > COUNTED_OUT:
        z = NormalDist().inv_cdf(1 - chance)
        return ceil(expected + z * sqrt(expected) + (z * z - 1) / 6 + 0.5)
    at, below, number = exp(-expected), 0.0, 0
    while 1 - below > chance:
        below += at
        number += 1
        at *= expected / number
    return number


def usual_rates(reports: Iterable[Report], homes_in: Mapping[tuple[str, int], int]) -> dict[str, float]:
    """How many homes report each matter on a usual day, per home: the most affected building is left out, so that a
    group does not make itself usual."""
    reports = list(reports)
    if not reports:
        return {}
    days = max((max(row.at for row in reports) - min(row.at for row in reports)) / timedelta(days=1), 1.0)
    heard: dict = defaultdict(lambda: defaultdict(set))
    for row in reports:
        for matter in row.matters:
            heard[matter][row.places.get("building")].add(row.home)
    total = sum(count for (level, _place), count in homes_in.items() if level == "building")
    rates = {}
    for matter, buildings in heard.items():
        most = max(buildings, key=lambda building: (len(buildings[building]), str(building)))
        homes = total - homes_in.get(("building", most), 0)
        told = sum(len(homes_told) for building, homes_told in buildings.items() if building != most)
        rates[matter] = told / (homes * days) if homes > 0 else 0.0
    return rates


def detect(
    reports: Iterable[Report],
    detection: Detection,
    homes_in: Mapping[tuple[str, int], int],
    usual: Mapping[str, float] | None = None,
) -> list[Cluster]:
    """All clusters, the largest first, none inside another.

    `homes_in` counts the homes of each place, `usual` says how often each matter is reported anyway (per home and
    day).
    """
    gathered, usual = defaultdict(list), usual or {}
    for report in reports:
        for level, place in report.places.items():
            for matter in report.matters:
                gathered[level, place, matter].append(report)
    found = []
    for (level, place, matter), rows in gathered.items():
        if level in detection.levels:
            there = homes_in.get((level, place), 0)
            need = needed(level, matter, there, detection, usual.get(matter, 0.0))
            found += _cluster(level, place, matter, rows, detection, there, need)
    return _largest_only(found)


def _cluster(level, place, matter, rows, detection, homes_there, need):
    """The reports of all windows in which enough homes fall together; windows that touch are one cluster."""
    if len({row.home for row in rows}) < need:
        return
    rows = sorted(rows, key=lambda row: (row.at, row.case))
    for members in _windows(rows, timedelta(days=detection.levels[level]["days"]), need):
        homes = frozenset(row.home for row in members)
        if _is_spread(level, members, need):
            yield Cluster(
                level=level,
                place=place,
                matter=matter,
                cases=tuple(row.case for row in members),
                homes=homes,
                first=members[0].at,
                last=members[-1].at,
                needed=need,
                of_homes=homes_there,
            )


def _windows(rows: list[Report], span: timedelta, need: int):
    """Runs of rows, each covered by windows of this length that hold enough homes."""
    run, begin, counted = None, 0, Counter()
    for end, row in enumerate(rows):
        counted[row.home] += 1
        while row.at - rows[begin].at > span:
            _drop(counted, rows[begin].home)
            begin += 1
        if len(counted) < need:
            continue
        if run is not None and begin <= run[1]:
            run = (run[0], end)
        else:
            if run is not None:
                yield rows[run[0] : run[1] + 1]
            run = (begin, end)
    if run is not None:
        yield rows[run[0] : run[1] + 1]


def _drop(counted: Counter, home: int) -> None:
    counted[home] -= 1
    if not counted[home]:
        del counted[home]


def _is_spread(level: str, members: list[Report], need: int) -> bool:
    """Whether a wider place is really meant: outside its most affected part there are half as many again."""
    position = LEVELS.index(level)
    if position == 0:
        return True
    narrower = LEVELS[position - 1] if level != "project" else "building"
    parts = defaultdict(set)
    for row in members:
        parts[row.places.get(narrower)].add(row.home)
    most = max(parts.values(), key=len)
    outside = {row.home for row in members} - most
    return len(outside) * 2 >= need


def _largest_only(found: list[Cluster]) -> list[Cluster]:
    """Without those whose cases another one holds already."""
    kept: list[Cluster] = []
    holding: dict[int, list[frozenset]] = defaultdict(list)
    for cluster in sorted(found, key=lambda each: each.rank):
        cases = frozenset(cluster.cases)
        if any(cases <= other for other in holding[cluster.cases[0]]):
            continue
        kept.append(cluster)
        for case in cases:
            holding[case].append(cases)
    return kept


def worth_asking_again(homes: frozenset, rejected: Iterable[frozenset], detection: Detection) -> bool:
    """What was rejected comes back only when so many further homes have joined it."""
    return all(len(homes - before) >= detection.regrow for before in rejected if homes & before)


def faults(detection: Detection) -> dict[str, str]:
    """What cannot stand, by field, as codes; empty where all is well."""
    found = {}
    for level in LEVELS:
        rule = detection.levels.get(level, {})
        if rule.get("homes", 0) < 2:
            found[f"{level}_homes"] = "two"
        if not 1 <= rule.get("days", 0) <= 120:
            found[f"{level}_days"] = "days"
        if not 0 <= rule.get("percent", 0) <= 100:
            found[f"{level}_percent"] = "percent"
    if detection.vague < 1:
        found["vague"] = "one"
    if not 0 < detection.chance <= 0.2:
        found["chance"] = "chance"
    if detection.regrow < 1:
        found["regrow"] = "one"
    return found
