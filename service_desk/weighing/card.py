"""The range at the side of a case, with its reasons."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.weighing import selectors
from service_desk.weighing.wording import reasons_of


def side(request, case, owner=None):
    if not may(request.user, "weighing.view", project=case.project):
        return None
    row = selectors.newest_of(case)
    if row is None:
        return None
    context = {"case": case, "row": row, "reasons": reasons_of(row)}
    return render_to_string("desk/weighing/side.html", context, request)
