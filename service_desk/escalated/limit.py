"""How far the plan of a difficult complaint lets a proposal go. The desk asks before it draws one up or signs it."""

from django.utils.translation import gettext as _

from crm.errors import Refused
from crm.web.formats import money_text
from service_desk.escalated.models import DifficultCase, ResponsePlan
from service_desk.escalated.states import DifficultStatus, PlanStatus


def must_be_within(case, amount: int, *, field: str = "parts") -> None:
    """Refuse a sum above the limit of the plan in force, and any offer in a difficult complaint without a plan."""
    if not DifficultCase.objects.filter(case=case, status=DifficultStatus.OPEN).exists():
        return
    plan = ResponsePlan.objects.filter(
        difficult__case=case, difficult__status=DifficultStatus.OPEN, status=PlanStatus.IN_FORCE
    ).first()
    if plan is None:
        sentence = _(
            "This complaint is marked as difficult: a plan has to be in force before anything is offered."
        )
        raise Refused(sentence, code="no_plan", fields={field: sentence})
    if amount > plan.limit:
        sentence = _(
            "The plan of this difficult complaint allows %(limit)s at most; this comes to %(sum)s. "
            "A further sum needs a new plan, allowed by a level whose limit covers it."
        ) % {"limit": money_text(plan.limit, plan.currency), "sum": money_text(amount, plan.currency)}
        raise Refused(sentence, code="above_plan", fields={field: sentence})
