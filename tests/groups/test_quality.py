"""How well the detector finds what was planted in our own labelled towns, and how much it cries wolf.

Calm towns report once in 1,500 home-days, busy ones (a year after handover) once in 700.
"""

import pytest

from tests.groups import labelled

SEEDS = range(60)


@pytest.mark.parametrize(("apart", "recall", "precision"), [(1500, 0.97, 0.93), (700, 0.94, 0.80)])
def test_planted_groups_are_found_and_noise_is_left_alone(apart, recall, precision):
    quality = labelled.measure(SEEDS, apart=apart)
    assert quality.planted > 60
    assert quality.recall >= recall, quality
    assert quality.precision >= precision, quality


def test_control_without_the_usual_rates_noise_becomes_groups(monkeypatch):
    monkeypatch.setattr(labelled.rules, "usual_rates", lambda *_given: {})
    assert labelled.measure(range(20), apart=350).precision < 0.5


def test_control_without_words_nothing_of_a_matter_is_found(monkeypatch):
    monkeypatch.setattr(labelled.topics, "SHIPPED", {})
    assert labelled.measure(range(20)).recall < 0.2
