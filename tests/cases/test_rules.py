import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_desk.cases import rules
from service_desk.cases.terms import Severity

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


@pytest.mark.parametrize(
    ("kind", "subject", "visits"),
    [
        ("complaint", "engineering_quality.tiles", 2),
        ("repair", "engineering_quality", 2),
        ("complaint", "property_service", 1),
        ("inquiry", "engineering_quality", 0),
        ("praise", "handover", 0),
    ],
)
def test_how_many_visits_the_procedure_asks_for(kind, subject, visits):
    assert rules.visits_wanted(kind, subject) == visits


@pytest.mark.parametrize(
    ("currency", "set_by_house", "roles", "limit"),
    [
        ("CNY", {}, {"agent", "supervisor"}, 2_000_000),
        ("CNY", {"supervisor": 10}, {"agent", "supervisor"}, 50_000),
        ("CNY", {"handler": 7}, {"handler"}, 7),
        ("CNY", {}, {"handler"}, 0),
        ("CNY", {}, set(), 0),
        ("XAU", {}, {"executive"}, 0),
    ],
)
def test_the_highest_limit_of_ones_roles_counts(currency, set_by_house, roles, limit):
    assert rules.approval_limit(currency, set_by_house, roles) == limit


@pytest.mark.parametrize(
    ("made", "decisions", "stands_for_visit"), [(0, 0, True), (1, 0, False), (1, 1, True), (2, 1, False)]
)
def test_an_answer_without_a_visit_takes_a_visits_place(made, decisions, stands_for_visit):
    assert rules.answer_stands_for_visit(made, decisions) is stands_for_visit
