from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.accounts.models import User
from crm.errors import IllegalMove
from crm.organisation.models import Department
from service_desk.cases import services as cases
from service_desk.cases.rules import subject_class
from service_desk.cases.states import CaseStatus

from . import rules, selectors
from .models import Strength


@transaction.atomic
def dispatch(actor, case, *, now: datetime) -> rules.Choice | None:
    """Give a new case to the person it suits best, with the reason; None where nobody could take it.

    A case that somebody has taken in the meantime is left with him.
    """
    if case.status != CaseStatus.REGISTERED:
        return None
    wanted = rules.Wanted(language=case.language, subject=subject_class(case.subject))
    choice = rules.choose(selectors.candidates_for(case), wanted)
    if choice is None:
        return None
    person = User.objects.get(pk=choice.user_id)
    desk = Department.objects.filter(kind=Department.Kind.DESK).order_by("pk").first()
    try:
        cases.assign(actor, case, to=person, team=desk, because=in_words(choice, person.language), now=now)
    except IllegalMove:  # somebody was quicker: a machine takes nothing from a person
        case.refresh_from_db()
        return None
    return choice


@transaction.atomic
def set_strengths(actor, user, *, subjects=(), languages=(), now: datetime) -> list[Strength]:
    """What a person is good at, in place of what was known before."""
    Strength.objects.filter(user=user).delete()
    rows = [Strength(user=user, subject=subject) for subject in subjects]
    rows += [Strength(user=user, language=language) for language in languages]
    return Strength.objects.bulk_create(rows)


def in_words(choice: rules.Choice, language: str) -> str:
    """The reason as the person reads it who gets the case."""
    with translation.override(language):
        words = {
            "continuity": _("knows this owner from an earlier case"),
            "language": _("speaks the owner's language"),
            "subject": _("knows this subject"),
            "load": _("has the lightest desk"),
            "available": _("is the one who is there"),
        }
        load = ngettext("%(count)d open case", "%(count)d open cases", choice.open_cases)
        reasons = [str(words[code]) for code in choice.reasons]
        return _("%(reasons)s (%(load)s)") % {
            "reasons": _("; ").join(reasons),
            "load": load % {"count": choice.open_cases},
        }
