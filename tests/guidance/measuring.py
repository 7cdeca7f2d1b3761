"""How well the shipped rules tell what must not be said from what may: recall and false alarms, kind by kind.

The sentences were written before the rules, by the same authors. By their digest they fall into two halves: one was
looked at while the rules were written, the other never; the figures that count are those of the second.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from service_desk.guidance.reading import Authority, Rule, find
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


def sentences() -> list[Sentence]:
    rows = []
    for language in LANGUAGES:
        for line in (SENTENCES / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
            label, _tab, text = line.partition("\t")
            rows.append(Sentence(language, label, text))
    return rows


def shipped() -> list[Rule]:
    return [Rule(**rule) for rule in guard_rules()]


def kinds_found(row: Sentence, rules) -> set[str]:
    found = find(row.text, rules, language=row.language, authority=AUTHORITY[row.language])
    return {finding.rule.finding for finding in found}
