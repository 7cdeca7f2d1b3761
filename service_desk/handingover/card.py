"""That a case waits to be taken over stands over it, with the answer in place."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.handingover import selectors, services


def banner(request, case):
    row = selectors.waiting_of(case)
    if row is None:
        return None
    answers = may(request.user, "handover.answer", project=case.project)
    row.case = case
    context = {
        "case": case,
        "row": row,
        "may_answer": answers and services.may_answer(request.user, row),
        "may_withdraw": answers and request.user.pk in (row.proposed_by_id, row.giver_id),
    }
    return render_to_string("desk/handingover/banner.html", context, request)
