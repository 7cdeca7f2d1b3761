"""Severity from impact answers: the shipped thresholds, and what other ones change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_desk.cases.terms import Severity
from service_desk.gravity import rules

ORDER = list(Severity)
impacts = st.fixed_dictionaries(
    {},
    optional={
        "safety": st.booleans(),
        "health": st.booleans(),
        "media": st.booleans(),
        "law": st.booleans(),
        "households": st.integers(0, 100),
        "money": st.integers(0, 10_000_000),
    },
)


@pytest.mark.parametrize(
    ("impact", "severity"),
    [
        ({}, "ordinary"),
        ({"households": 2}, "ordinary"),
        ({"households": 3}, "hot"),
        ({"money": 500_000}, "hot"),
        ({"money": 5_000_000}, "important"),
        ({"households": 10}, "important"),
        ({"law": True}, "important"),
        ({"media": True, "law": True}, "major"),
        ({"households": 20}, "major"),
        ({"safety": True, "health": True}, "major"),
    ],
)
def test_severity_follows_the_impact(impact, severity):
    assert rules.severity_of(impact, "CNY").severity == severity


@given(impacts, st.sampled_from(["safety", "health", "media", "law"]))
def test_one_more_danger_never_makes_it_less_serious(impact, key):
    before = rules.severity_of(impact, "CNY").severity
    after = rules.severity_of({**impact, key: True}, "CNY").severity
    assert ORDER.index(after) >= ORDER.index(before)


@given(impacts)
def test_whatever_is_above_ordinary_has_its_reasons(impact):
    judged = rules.severity_of(impact, "CNY")
    assert bool(judged.reasons) == (judged.severity != Severity.ORDINARY)


def test_money_weighs_by_its_currency():
    assert rules.severity_of({"money": 700_000}, "EUR").severity == "important"
    assert rules.severity_of({"money": 700_000}, "CNY").severity == "hot"


def test_other_thresholds_judge_otherwise():
    strict = replace(rules.SHIPPED, households=(2, 4, 6))
    assert rules.severity_of({"households": 4}, "CNY").severity == "hot"
    assert rules.severity_of({"households": 4}, "CNY", strict).severity == "important"
    calm = replace(rules.SHIPPED, answers={**rules.SHIPPED.answers, "media": "hot"})
    assert rules.severity_of({"media": True}, "CNY", calm).severity == "hot"
    assert rules.severity_of({"media": True, "law": True}, "CNY", calm).severity == "important"


def test_the_reasons_are_those_answers_that_weigh_most():
    assert rules.severity_of({"safety": True, "households": 3}, "CNY").reasons == ("safety",)
    assert rules.severity_of({"safety": True, "money": 5_000_000}, "CNY").reasons == ("safety", "money")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"households": (3, 3, 20)}, "households"),
        ({"households": (1, 10, 20)}, "households"),
        ({"together": 1}, "together"),
        ({"answers": {**rules.SHIPPED.answers, "safety": "hot"}}, "safety"),
        ({"answers": {**rules.SHIPPED.answers, "health": "ordinary"}}, "health"),
        ({"money_hot": {"CNY": 5_000_000}}, "money_CNY"),
    ],
)
def test_what_cannot_stand_is_named_by_its_field(change, field):
    assert set(rules.faults(replace(rules.SHIPPED, **change))) == {field}
    assert rules.faults(rules.SHIPPED) == {}


def test_learning_more_never_lowers_what_a_person_set():
    assert rules.after_learning("major", True, "hot") == "major"
    assert rules.after_learning("major", False, "hot") == "hot"
    assert rules.after_learning("hot", True, "major") == "major"


@given(impacts, st.sampled_from(["CNY", "EUR", "TWD", "HKD"]))
def test_thresholds_survive_being_kept_as_json(impact, currency):
    import json
    from dataclasses import asdict

    kept = rules.read(json.loads(json.dumps(asdict(rules.SHIPPED))))
    assert rules.severity_of(impact, currency, kept) == rules.severity_of(impact, currency)
