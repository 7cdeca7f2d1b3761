"""What coordination adds to the pages of lower floors, and its words on the rail."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm import clock
from crm.accounts.permissions import may
from crm.web import slots
from profitability import services as profitability

from .decisions import reading, selectors

# What lies at stake with an owner, in minor units, for each percent that an offer to him may be wider.
STAKE_OF_ONE_PERCENT = {"CNY": 1_000_000, "HKD": 1_000_000, "TWD": 4_000_000, "EUR": 140_000}


def fill() -> None:
    slots.navigation(
        "coordination", _("Coordination"), "coordination:overview", "coordination", "coordination.view", 60
    )
    slots.navigation(
        "coordination.decisions", _("Decisions"), "coordination:decisions", "list", "decisions.view", 61
    )
    slots.navigation("coordination.alarms", _("Alarms"), "coordination:alarms", "late", "alarms.view", 62)
    slots.fill("home.summary", "coordination.decisions.summary.answer", order=30)
    slots.fill("owner.timeline.kinds", "coordination.timeline.kinds", order=40)
    slots.fill("owner.timeline", "coordination.timeline.entries", order=40)
    slots.fill("case.side", case_panel, order=50)
    slots.fill("weighing.value", value_of_relation, order=10)
    slots.fill("feedback.below", feedback_panel, order=10)


def case_panel(request, case, **context) -> str | None:
    """What was decided on this case, and why."""
    if not may(request.user, "decisions.view", project=case.project):
        return None
    found = reading.rows(selectors.decisions_of_case(case))
    if not found:
        return None
    return render_to_string("coordination/case_panel.html", {"found": found}, request=request)


def value_of_relation(request, case) -> int | None:
    """By how many percent the desk may widen its offer for what is at stake with this owner.

    One percent for each sum of `STAKE_OF_ONE_PERCENT`; it only ever adds, and the desk's own rule says how much at
    most.
    """
    valued = profitability.value_now(case.owner, project=case.project, now=clock.now())
    return max(0, valued.at_stake.point) // STAKE_OF_ONE_PERCENT.get(case.currency, 1_000_000)


def feedback_panel(request, feedback, **context) -> str | None:
    """What came of a feedback."""
    if not may(request.user, "decisions.view", project=feedback.project):
        return None
    decision = selectors.decision_on(feedback)
    if decision is None:
        return None
    shown = {"row": decision, "read": reading.read_back(decision)}
    return render_to_string("coordination/feedback_panel.html", shown, request=request)
