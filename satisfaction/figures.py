"""What satisfaction adds to the desk's board: what owners say at return visits."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from service_desk.figures.catalogue import Figure, add

from .feedback.models import Feedback
from .feedback.states import Attitude

CONTENT = (Attitude.SATISFIED, Attitude.VERY_SATISFIED)


def say() -> None:
    add(
        Figure(
            key="visit_satisfaction",
            label=_("Satisfied at the return visit"),
            question=_("Is the owner content with what was done?"),
            population=_("scored answers of owners to a return visit"),
            date_basis=_("the day of the answer"),
            numerator=_("answers satisfied or very satisfied"),
            denominator=_("all answers of the population"),
            exclusions=_("answers without a score, and visits that nobody answered"),
            source=lambda now: Feedback.objects.filter(visit__isnull=False, score__isnull=False),
            counts=lambda now: Q(attitude__in=CONTENT),
            dated="at",
            project="project",
            department="case__responsible",
            case="case",
            order=85,
        )
    )
