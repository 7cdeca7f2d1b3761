"""Whether answers fit their questions. Pure: questions and what was given in, checked answers out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.web.asked import whole
from satisfaction.feedback.rules import Given

LONGEST_WORDS = 4000
RANGES = {"nps": (0, 10), "effort": (1, 7)}


def numbers_of(question) -> range:
    """The numbers that answer a question, lowest first; none where it is answered otherwise."""
    lowest, highest = RANGES.get(question.kind, (0, -1))
    return range(lowest, highest + 1)


@dataclass(frozen=True)
class Checked:
    """An answer together with the question it answers."""

    question_id: int
    given: Given


def check(questions: Iterable, answers: Mapping[str, object], *, whole: bool) -> list[Checked]:
    """Every given answer, or Refused with a message by question code.

    `whole` also demands the required questions; a half-filled questionnaire is checked without.
    """
    known = {question.code: question for question in questions}
    faults = {code: _("There is no such question.") for code in answers if code not in known}
    checked = []
    for code, question in known.items():
        value = answers.get(code)
        if value in (None, ""):
            if whole and question.required:
                faults[code] = _("Please choose one.")
            continue
        given = _read(question, value)
        if given is None:
            faults[code] = _("This answer is not one of the choices.")
        else:
            checked.append(Checked(question.pk, given))
    if faults:
        raise Refused(fields=faults)
    return checked


def _read(question, value) -> Given | None:
    given = {"kind": question.kind, "dimension": question.dimension}
    if question.kind in ("five_point", "choice"):
        return Given(**given, option_id=value) if value in question.option_ids else None
    if question.kind == "text":
        return Given(**given, text=value.strip()[:LONGEST_WORDS]) if isinstance(value, str) else None
    low, high = RANGES[question.kind]
    number = _whole(value)
    return Given(**given, number=number) if number is not None and low <= number <= high else None


def _whole(value) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return whole(value) if isinstance(value, str) and value.isascii() else None
