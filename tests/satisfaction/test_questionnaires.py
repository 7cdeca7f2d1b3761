"""What is asked, in four languages."""

import pytest

from satisfaction.models import Question, Questionnaire
from satisfaction.questionnaires.services import active_for, ensure_standard_questionnaires
from satisfaction.questionnaires.standard import STANDARD
from tests.people import NOW

LANGUAGES = {"en", "zh-hans", "zh-hant", "fi"}


def test_every_title_question_and_option_exists_in_four_languages():
    for standard in STANDARD:
        assert standard["names"].keys() == LANGUAGES
        for question in standard["questions"]:
            assert question["names"].keys() == LANGUAGES
            assert all(option["names"].keys() == LANGUAGES for option in question["options"])


def test_after_a_case_the_procedures_dimensions_are_asked():
    dimensions = [question["dimension"] for question in STANDARD[0]["questions"]]
    assert dimensions == ["speed", "attitude", "result", "overall", "words", "opinion"]


@pytest.mark.django_db
def test_shipping_them_twice_is_shipping_them_once():
    ensure_standard_questionnaires(now=NOW)
    before = (Questionnaire.objects.count(), Question.objects.count())
    ensure_standard_questionnaires(now=NOW)
    assert (Questionnaire.objects.count(), Question.objects.count()) == before


@pytest.mark.django_db
def test_what_an_administrator_put_in_place_stays_in_use():
    own = Questionnaire.objects.create(
        code="own", version=1, names={"en": "Own"}, touchpoint="case", active=True
    )
    ensure_standard_questionnaires(now=NOW)
    assert active_for("case", now=NOW) == own
