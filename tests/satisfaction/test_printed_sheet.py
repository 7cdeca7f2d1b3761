"""The questionnaire stands on the printed sheet of a return visit, to be ticked by hand, until the visit is made."""

import pytest

from satisfaction.collection import services
from satisfaction.collection.selectors import questionnaire_of_visit
from satisfaction.questionnaires.selectors import questions_of
from tests.people import NOW

pytestmark = pytest.mark.django_db


def sheet(client, case):
    return client.get(f"/desk/cases/{case.number}/sheets/visits/").content.decode()


def test_every_question_with_its_answers_stands_on_the_sheet(asked, visit, alice, signed_in):
    page = sheet(signed_in(alice), asked)
    questions = questions_of(questionnaire_of_visit(visit))
    assert questions
    for question in questions:
        assert question.names["zh-hans"] in page
        for option in question.options:
            assert option["names"]["zh-hans"] in page


def test_once_the_visit_is_made_nothing_is_left_to_tick(asked, visit, alice, cai, signed_in):
    answers = {"overall": "satisfied", "result": "very_satisfied"}
    services.record_callback(cai, visit, outcome="reached", answers=answers, words="", now=NOW)
    page = sheet(signed_in(alice), asked)
    assert "☐" not in page
