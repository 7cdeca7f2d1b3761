"""What a difficult complaint shows elsewhere: a badge over the case, the plan at its side, a view of the queue."""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.accounts.permissions import may
from service_desk.escalated import selectors
from service_desk.escalated.states import PlanStatus
from service_desk.escalated.terms import Reason
from service_desk.workspace import filters, lists

SHOWN = {
    "wanted": (
        pgettext_lazy("filter of difficult complaints", "facts speak for it"),
        selectors.facts_propose,
    ),
    "marked": (pgettext_lazy("filter of difficult complaints", "marked"), selectors.marked),
    "no_plan": (
        pgettext_lazy("filter of difficult complaints", "without a plan in force"),
        lambda: selectors.marked() & ~selectors.with_plan(PlanStatus.IN_FORCE),
    ),
    "to_allow": (
        pgettext_lazy("filter of difficult complaints", "plan waits for approval"),
        lambda: selectors.with_plan(PlanStatus.DRAWN),
    ),
}


def _mark_of(request, case):
    """Read once for the badge and the card."""
    if not may(request.user, "escalated.view", project=case.project):
        return None
    if not hasattr(case, "difficult_mark"):
        case.difficult_mark = selectors.open_of(case)
        if case.difficult_mark is not None:
            case.difficult_mark.case = case
    return case.difficult_mark


def badge(request, case, **_more):
    """That the complaint is difficult, and who leads it."""
    row = _mark_of(request, case)
    if row is None:
        return None
    context = {"case": case, "row": row, "taken": selectors.is_taken(row)}
    return render_to_string("desk/escalated/badge.html", context, request)


def side(request, case, **_more):
    """The plan beside the case; where nobody has marked it, the facts that speak for it, or the way there."""
    row = _mark_of(request, case)
    if row is not None:
        context = {"case": case, "row": row, "plan": selectors.plan_in_force(row)}
        return render_to_string("desk/escalated/side.html", context, request)
    if not case.is_open or not may(request.user, "escalated.mark", project=case.project):
        return None
    facts = [Reason(fact).label for fact in selectors.proposed_by_facts(case)]
    return render_to_string("desk/escalated/door.html", {"case": case, "facts": facts}, request)


def _condition(value: str, _reader) -> Q:
    if value not in SHOWN:
        raise ValueError(value)
    return SHOWN[value][1]()


def add_view() -> None:
    """The view "difficult" of the queue, and the filter by what still has to be done."""
    label = pgettext_lazy("view", "Difficult")
    lists.add(lists.View("difficult", label, lambda reader: lists.OPEN & selectors.marked()))
    choices = [(key, label) for key, (label, _made) in SHOWN.items()]
    filters.add(filters.Filter("difficult", _("Difficult complaints"), _condition, lambda: choices))
