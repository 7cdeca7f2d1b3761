from datetime import datetime

from django.db import transaction

from .models import Question, Questionnaire
from .standard import STANDARD


@transaction.atomic
def ensure_standard_questionnaires(*, now: datetime) -> list[Questionnaire]:
    """The shipped questionnaires, made where they are missing; what exists is left untouched.

    A shipped questionnaire is only made active where its touchpoint has no active one yet: what
    an administrator put in its place stays.
    """
    return [_ensure(standard) for standard in STANDARD]


def active_for(touchpoint: str, *, now: datetime) -> Questionnaire | None:
    """The questionnaire in use at this touchpoint; in an empty house the shipped ones are made first."""
    active = Questionnaire.objects.filter(touchpoint=touchpoint, active=True)
    found = active.first()
    if found is None and not Questionnaire.objects.filter(touchpoint=touchpoint).exists():
        ensure_standard_questionnaires(now=now)
        found = active.first()
    return found


def _ensure(standard: dict) -> Questionnaire:
    taken = Questionnaire.objects.filter(touchpoint=standard["touchpoint"], active=True).exists()
    row, made = Questionnaire.objects.get_or_create(
        code=standard["code"],
        version=standard["version"],
        defaults={"names": standard["names"], "touchpoint": standard["touchpoint"], "active": not taken},
    )
    if made:
        Question.objects.bulk_create(
            Question(questionnaire=row, **question) for question in standard["questions"]
        )
    return row
