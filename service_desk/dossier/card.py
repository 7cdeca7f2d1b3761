"""The dossiers of a case beside it, and the way to ask for one."""

from django.template.loader import render_to_string

from crm import clock
from crm.accounts.permissions import may

from . import selectors


def beside_case(request, case, owner):
    if not may(request.user, "dossiers.make", project=case.project):
        return None
    context = {
        "case": case,
        "dossiers": selectors.dossiers_of(case),
        "may_whole": may(request.user, "dossiers.whole", project=case.project),
        "now": clock.now(),
    }
    return render_to_string("desk/dossier_card.html", context, request)
