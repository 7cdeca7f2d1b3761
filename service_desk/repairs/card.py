"""The repairs of a case beside it, and the way to order one."""

from django.template.loader import render_to_string

from crm.accounts.permissions import may
from service_desk.cases.terms import PROCEDURE_KINDS

from . import access, selectors


def beside_case(request, case, owner):
    """Each repair with its next visit; silent where there is none and none may be ordered."""
    if case.home_id is None or case.kind not in PROCEDURE_KINDS:
        return None
    if not may(request.user, "repairs.view", project=case.project):
        return None
    orders = selectors.orders_of(case)
    may_order = access.may_order(request.user, case)
    if not orders and not may_order:
        return None
    context = {"case": case, "orders": orders, "may_order": may_order}
    return render_to_string("desk/repair_card.html", context, request)
