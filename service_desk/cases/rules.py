"""The arithmetic of the complaint procedure; pure."""

from service_desk.cases.states import CaseStatus
from service_desk.cases.terms import PROCEDURE_KINDS, Subject, VisitOutcome

VISIT_ATTEMPTS = 3
RETRY_WORKING_DAYS = 2


def subject_class(subject: str) -> str:
    """The first level of a subject's code."""
    return subject.partition(".")[0]


def is_known_subject(subject: str) -> bool:
    return subject_class(subject) in Subject.values and len(subject) <= 80


def visits_wanted(kind: str, subject: str) -> int:
    """How many return visits the procedure asks for: two for engineering quality, one for any other service."""
    if kind not in PROCEDURE_KINDS:
        return 0
    return 2 if subject_class(subject) == Subject.ENGINEERING_QUALITY else 1


def completes_directly(kind: str, status: str) -> bool:
    """Inquiries, suggestions and praise end with the agent's own answer."""
    return kind not in PROCEDURE_KINDS and status == CaseStatus.ASSIGNED


def visit_is_over(outcome: str, attempts: int) -> bool:
    """Nobody answered: another try, up to a number; reached or refused ends the visit at once."""
    return outcome in (VisitOutcome.REACHED, VisitOutcome.REFUSED) or attempts >= VISIT_ATTEMPTS


def answer_stands_for_visit(visits_made: int, closings_agreed: int) -> bool:
    """Whether the answer that led to this decision came without a visit, so that it takes a visit's place.

    Each decision to close rests on one answer. Where no more visits were made than decisions taken before,
    the owner must have answered by himself.
    """
    return visits_made <= closings_agreed
