"""A thing has one name: neither Chinese script borrows the other's word for a term of the glossary."""

import re

from crm.text.scripts import folding
from tests.architecture.catalogues import catalogues
from tests.architecture.sources import ROOT

COLUMNS = {"zh_Hans": 1, "zh_Hant": 2}
# Words of a term that also say something else: an item, to give somebody a thing, by instalments, what happened.
PLAIN = {"zh_Hant": {"項目", "交付", "分期付款", "投訴描述"}, "zh_Hans": set()}


def folded(text: str) -> str:
    return text.translate(folding())


def terms(glossary: str) -> dict[str, set[str]]:
    """The terms of each script, folded, so that 專案 and 专案 are one word."""
    found = {language: set() for language in COLUMNS}
    for line in glossary.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) > 4:
            for language, column in COLUMNS.items():
                plain = re.sub(r"[（(].*?[)）]", "", cells[column])
                found[language] |= {
                    folded(word.strip()) for word in re.split(r"[/、，,]", plain) if word.strip()
                }
    return found


def borrowed(texts: list[tuple[str, str]], glossary: str) -> list[str]:
    """Texts (language, text) that say a term as the other script says it."""
    known = terms(glossary)
    found = []
    for language, text in texts:
        if language not in COLUMNS:
            continue
        own = known[language] | {folded(word) for word in PLAIN[language]}
        (other,) = set(COLUMNS) - {language}
        left = folded(text)
        for word in sorted(own, key=len, reverse=True):
            left = left.replace(word, "|")
        found += [
            f"{language}: {word} in {text}" for word in known[other] - own if len(word) > 1 and word in left
        ]
    return found


def texts_of_catalogues() -> list[tuple[str, str]]:
    return [
        (language, text)
        for language, held in catalogues().items()
        for entries in held.values()
        for entry in entries
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]


def glossary() -> str:
    return (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_no_script_borrows_the_other_s_word_for_a_term():
    assert borrowed(texts_of_catalogues(), glossary()) == []


def test_control_a_borrowed_word_is_found_in_either_script():
    planted = [("zh_Hans", "三宗案件"), ("zh_Hant", "三張工單"), ("zh_Hant", "三件案件"), ("fi", "案件")]
    assert [line.partition(":")[0] for line in borrowed(planted, glossary())] == ["zh_Hans", "zh_Hant"]
