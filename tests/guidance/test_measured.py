"""The figures of the document are those that are measured, on sentences that do what they promise."""

from collections import Counter
from pathlib import Path

import pytest

from tests.guidance.measuring import LANGUAGES, SENTENCES, SETS, sentences, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "reply-guard.md"


@pytest.mark.parametrize("name", SETS)
def test_the_document_says_what_is_measured(name):
    section = DOCUMENT.read_text(encoding="utf-8").split(f"### {name}\n")[1].split("###")[0]
    assert section.strip() == table(name)


def test_there_are_enough_sentences_and_half_of_them_are_harmless():
    rows = sentences()
    by_language = Counter(row.language for row in rows)
    harmless = Counter(row.language for row in rows if row.label == "fine")
    assert len(rows) >= 400
    for language in LANGUAGES:
        assert by_language[language] >= 100
        assert 0.4 < harmless[language] / by_language[language] < 0.6


def test_no_sentence_stands_twice():
    folders = ("later", "another/looked_at", "another/held_out", "third")
    texts = [row.text for row in sentences()]
    texts += [row.text for folder in folders for row in sentences(SENTENCES / folder)]
    assert len(texts) == len(set(texts))


def test_about_half_is_held_out():
    rows = sentences()
    assert 0.45 < sum(row.held_out for row in rows) / len(rows) < 0.58


def test_the_rules_know_nothing_of_the_sentences():
    """No sentence stands whole in a rule."""
    from service_desk.guidance.standard import guard_rules

    lines = {line.strip() for rule in guard_rules() for line in rule["patterns"].splitlines()}
    unseen = sentences(SENTENCES / "another" / "held_out")
    assert not lines & {row.text for row in [*sentences(), *unseen] if row.held_out}


def test_the_other_hand_s_sentences_are_halved_by_their_digest_as_well():
    assert all(row.held_out for row in sentences(SENTENCES / "another" / "held_out"))
    assert not any(row.held_out for row in sentences(SENTENCES / "another" / "looked_at"))
