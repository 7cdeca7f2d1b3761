"""The cause of a case beside it, and the way to name it."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.cases.terms import PROCEDURE_KINDS

from . import selectors


def beside_case(request, case, owner):
    """The way down to the cause, who named it when, and a box in which one finds another."""
    if case.kind not in PROCEDURE_KINDS:
        return None
    context = {
        "case": case,
        "path": selectors.path_of(case.subject),
        "named": selectors.causes_of(case),
        "may_name": may(request.user, "causes.name", project=case.project),
    }
    return render_to_string("desk/cause_card.html", context, request)
