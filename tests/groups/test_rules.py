"""What makes a cluster: homes and not cases, within days, at one place, about one matter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp, lgamma, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.text import normalise
from service_desk.groups import rules, topics
from service_desk.groups.rules import Detection, Report

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PLAIN = Detection(topics=topics.SHIPPED)
HOMES = {
    ("entrance", 1): 20,
    ("entrance", 2): 20,
    ("building", 1): 40,
    ("phase", 1): 200,
    ("project", 1): 400,
}


def told(case, home, *, entrance=1, building=1, matter="topic:leak", day=0.0):
    places = {"entrance": entrance, "building": building, "phase": 1, "project": 1}
    return Report(case, home, places, frozenset({matter}), NOW + timedelta(days=day))


def found(*reports, detection=PLAIN, usual=None):
    return rules.detect(reports, detection, HOMES, usual)


def test_three_homes_of_an_entrance_within_two_weeks_are_a_group():
    (cluster,) = found(*(told(n, n, day=n * 4) for n in range(3)))
    assert (cluster.level, cluster.matter, cluster.cases) == ("entrance", "topic:leak", (0, 1, 2))


def test_one_home_that_reports_five_times_is_none():
    assert found(*(told(n, 7) for n in range(5))) == []
    assert found(*(told(n, 7 + (n > 3)) for n in range(6))) == []


def test_three_homes_over_a_month_are_none():
    assert found(*(told(n, n, day=n * 8) for n in range(3))) == []


def test_three_matters_are_none():
    matters = ("topic:leak", "topic:noise", "topic:lift")
    assert found(*(told(n, n, matter=matter) for n, matter in enumerate(matters))) == []


def test_a_building_counts_where_the_matter_is_spread_over_it():
    sitting = [told(n, n) for n in range(3)] + [told(n, n, entrance=2) for n in (8, 9)]
    assert [cluster.level for cluster in found(*sitting)] == ["building"]
    narrow = [told(n, n) for n in range(5)] + [told(9, 9, entrance=2)]
    assert [cluster.level for cluster in found(*narrow)] == ["entrance"]


def test_where_a_matter_is_usual_it_takes_more_homes():
    three = [told(n, n) for n in range(3)]
    assert found(*three, usual={"topic:leak": 1 / 100}) == []
    assert len(found(*three, usual={"topic:leak": 1 / 100_000})) == 1


@pytest.mark.parametrize("expected", [1, 50, 499, 501, 745, 12_000])
def test_how_many_are_no_chance_any_more_is_counted_right_however_many_are_usual(expected):
    """The terms of a Poisson count from far above down, by their logarithms: another way to the same number."""
    chance, number, tail = 0.0005, int(expected + 12 * sqrt(expected)) + 50, 0.0
    while tail <= chance:
        tail += exp(-expected + number * log(expected) - lgamma(number + 1))
        number -= 1
    assert rules.surprising(expected, chance) == number + 2


def test_words_are_found_in_capitals_and_latin_ones_at_the_beginning_only():
    assert "topic:leak" in rules.matters_of("The LEAK is back", "other", topics.SHIPPED)
    assert "topic:leak" not in rules.matters_of("a bleak day", "other", topics.SHIPPED)


def test_the_bare_class_needs_more_homes_than_a_matter_that_is_named():
    vague = [told(n, n, matter="class:engineering_quality") for n in range(4)]
    assert found(*vague) == []
    assert len(found(*vague, told(8, 8, matter="class:engineering_quality"))) == 1


def test_windows_that_touch_are_one_group_and_a_pause_parts_them():
    long = [told(n, n, day=n * 5) for n in range(6)]
    assert [len(cluster.cases) for cluster in found(*long)] == [6]
    parted = [told(n, n, day=n) for n in range(3)] + [told(10 + n, 10 + n, day=40 + n) for n in range(3)]
    assert [len(cluster.cases) for cluster in found(*parted)] == [3, 3]


@pytest.mark.parametrize(
    ("words", "matter"),
    [
        ("樓上滲水，天花板發霉", "topic:leak"),
        ("电梯又坏了", "topic:lift"),
        ("Patteri on kylmä", "topic:heating"),
        ("The lift is broken again", "topic:lift"),
        ("上次的事没有下文", "class:engineering_quality"),
        ("I am at home, nothing leaks... uplifting!", "topic:leak"),
    ],
)
def test_words_tell_the_matter_in_any_language_and_script(words, matter):
    matters = rules.matters_of(normalise(words), "engineering_quality", topics.SHIPPED)
    assert matter in matters


def test_a_finer_subject_counts_beside_the_words():
    matters = rules.matters_of("x", "engineering_quality.waterproofing", topics.SHIPPED)
    assert matters == {"subject:engineering_quality.waterproofing"}


def test_what_was_rejected_comes_back_only_with_further_homes():
    before = [frozenset({1, 2, 3})]
    assert not rules.worth_asking_again(frozenset({1, 2, 3, 4}), before, PLAIN)
    assert rules.worth_asking_again(frozenset({1, 2, 3, 4, 5}), before, PLAIN)
    assert rules.worth_asking_again(frozenset({7, 8, 9}), before, PLAIN)


def test_what_cannot_stand_is_named():
    levels = {**PLAIN.levels, "entrance": {"homes": 1, "days": 0, "percent": 101}}
    assert set(rules.faults(replace(PLAIN, levels=levels))) == {
        "entrance_homes", "entrance_days", "entrance_percent",
    }  # fmt: skip
    assert rules.faults(PLAIN) == {}


reports = st.lists(
    st.builds(
        told, st.integers(0, 999), st.integers(0, 12), day=st.floats(0, 60), entrance=st.integers(1, 2)
    ),
    max_size=40,
    unique_by=lambda row: row.case,
)


@given(reports)
def test_every_cluster_holds_enough_homes_close_together_and_none_lies_in_another(rows):
    clusters = found(*rows)
    for cluster in clusters:
        assert len(cluster.homes) >= cluster.needed
        assert len(set(cluster.cases)) == len(cluster.cases)
    for one in clusters:
        assert not any(set(one.cases) < set(other.cases) for other in clusters)


@given(reports, st.randoms())
def test_the_order_in_which_reports_come_makes_no_difference(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert found(*rows) == found(*shuffled)
