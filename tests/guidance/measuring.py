"""How well the shipped rules tell what must not be said from what may: recall and false alarms, kind by kind.

The first sentences were written before the rules, by the same authors. By their digest they fall into two halves: one
was looked at while the rules were written, the other never. A third set was written later by the same hand, in other
words. The fourth is by another hand, which had not seen the rules; of it too one half was looked at while the rules were
widened, and the other was measured once, with the rules closed. The fifth is by a third hand, which had seen neither rules
nor lessons; nobody who wrote those had seen it: that is the figure which tells most.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from service_desk.guidance.reading import SOUND, Authority, Rule, find, may_yield
from service_desk.guidance.standard import guard_rules

SENTENCES = Path(__file__).parent / "sentences"
LANGUAGES = ("zh-hans", "zh-hant", "en", "fi")
# The writer of these sentences may promise so much.
AUTHORITY = {
    "zh-hans": Authority(200_000, "CNY"),
    "zh-hant": Authority(800_000, "TWD"),
    "en": Authority(28_000, "EUR"),
    "fi": Authority(28_000, "EUR"),
}


@dataclass(frozen=True)
class Sentence:
    language: str
    label: str
    text: str

    @property
    def held_out(self) -> bool:
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def sentences(folder: Path = SENTENCES) -> list[Sentence]:
    rows = []
    for language in LANGUAGES:
        for line in (folder / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
            label, _tab, text = line.partition("\t")
            rows.append(Sentence(language, label, text))
    return rows


def sentences_in(path: Path) -> list[Sentence]:
    """Those of a file with one JSON object a line: text, language, and harm or null."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Sentence(row["language"], row["harm"] or "fine", row["text"]) for row in rows]


def shipped(*, hearing: bool = True) -> list[Rule]:
    """The shipped rules, with the ear or without."""
    if not hearing:
        return [Rule(**rule) for rule in guard_rules() if rule["form"] != SOUND]
    rules = [Rule(**rule) for rule in guard_rules()]
    return [replace(rule, yields=may_yield(rule, shipped=True)) for rule in rules]


def kinds_found(row: Sentence, rules) -> set[str]:
    found = find(row.text, rules, language=row.language, authority=AUTHORITY[row.language])
    return {finding.rule.finding for finding in found}


def figures(rows: list[Sentence], *, hearing: bool = True) -> dict[tuple[str, str], tuple[int, int]]:
    """By language and label: of how many sentences how many came out right."""
    rules, counts = shipped(hearing=hearing), {}
    for row in rows:
        found = kinds_found(row, rules)
        right = not found if row.label == "fine" else row.label in found
        good, of = counts.get((row.language, row.label), (0, 0))
        counts[row.language, row.label] = (good + right, of + 1)
    return counts


def interval(right: int, of: int) -> tuple[int, int]:
    """Wilson's interval at 95 %, in percent."""
    if not of:
        return 0, 100
    z, share = 1.96, right / of
    middle, spread = share + z * z / (2 * of), z * ((share * (1 - share) + z * z / (4 * of)) / of) ** 0.5
    return round(100 * (middle - spread) / (1 + z * z / of)), round(
        100 * (middle + spread) / (1 + z * z / of)
    )


SETS = {
    "Held out": lambda: [row for row in sentences() if row.held_out],
    "Looked at": lambda: [row for row in sentences() if not row.held_out],
    "Written later": lambda: sentences(SENTENCES / "later"),
    "By another hand, held out": lambda: sentences(SENTENCES / "another" / "held_out"),
    "By a third hand": lambda: sentences(SENTENCES / "third"),
    "By another hand, looked at": lambda: sentences(SENTENCES / "another" / "looked_at"),
}


def table(name: str) -> str:
    """The figures of one set as the document shows them."""
    return table_of(SETS[name]())


def table_of(rows: list[Sentence], *, hearing: bool = True) -> str:
    counts = figures(rows, hearing=hearing)
    labels = [label for label in dict.fromkeys(label for _language, label in counts) if label != "fine"]
    lines = ["| | " + " | ".join(LANGUAGES) + " | all, 95 % |", "|---|" + "---:|" * (len(LANGUAGES) + 1)]
    for label in sorted(labels):
        lines.append(_line(f"{label}: recall", counts, label))
    lines.append(_line("everything: recall", _summed(counts, labels), "everything"))
    alarms = {
        (language, "alarm"): (of - good, of)
        for (language, label), (good, of) in counts.items()
        if label == "fine"
    }
    lines.append(_line("harmless: false alarms", alarms, "alarm"))
    return "\n".join(lines)


def _summed(counts, labels) -> dict:
    rows = {}
    for language in LANGUAGES:
        of_language = [counts.get((language, label), (0, 0)) for label in labels]
        rows[language, "everything"] = tuple(map(sum, zip(*of_language, strict=True)))
    return rows


def _line(name: str, counts, label: str) -> str:
    cells = [counts.get((language, label), (0, 0)) for language in LANGUAGES]
    right, of = sum(cell[0] for cell in cells), sum(cell[1] for cell in cells)
    low, high = interval(right, of)
    shown = [f"{cell[0]}/{cell[1]}" for cell in cells]
    return f"| {name} | " + " | ".join(shown) + f" | {right}/{of}, {low}–{high} % |"


if __name__ == "__main__":
    import os
    import sys

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    if sys.argv[1:]:
        given = sentences_in(Path(sys.argv[1]))
        print(f"Rules and ear:\n\n{table_of(given)}\n\nRules alone:\n\n{table_of(given, hearing=False)}")
    for name in SETS if not sys.argv[1:] else ():
        print(f"{name}:\n\n{table(name)}\n")
