import pytest

from service_desk.cases import rules


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
    ("made", "decisions", "stands_for_visit"), [(0, 0, True), (1, 0, False), (1, 1, True), (2, 1, False)]
)
def test_an_answer_without_a_visit_takes_a_visits_place(made, decisions, stands_for_visit):
    assert rules.answer_stands_for_visit(made, decisions) is stands_for_visit
