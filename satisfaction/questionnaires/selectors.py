from .models import Question, Questionnaire


def questionnaires():
    """Every version, newest first, its questions fetched in one further query."""
    return Questionnaire.objects.prefetch_related("questions").order_by("code", "-version")


def questions_of(questionnaire_id: int) -> list[Question]:
    return list(Question.objects.filter(questionnaire_id=questionnaire_id).order_by("position"))


def screens(questions: list[Question]) -> list[list[Question]]:
    """Questions grouped as they are shown on a phone, in order."""
    numbers = sorted({question.screen for question in questions})
    return [[question for question in questions if question.screen == number] for number in numbers]
