"""What coordination adds to the pages of lower floors, and its words on the rail."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import may
from crm.web import slots

from .decisions import reading, selectors


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
    slots.fill("feedback.below", feedback_panel, order=10)


def case_panel(request, case, **context) -> str | None:
    """What was decided on this case, and why."""
    if not may(request.user, "decisions.view", project=case.project):
        return None
    found = reading.rows(selectors.decisions_of_case(case))
    if not found:
        return None
    return render_to_string("coordination/case_panel.html", {"found": found}, request=request)


def feedback_panel(request, feedback, **context) -> str | None:
    """What came of a feedback."""
    if not may(request.user, "decisions.view", project=feedback.project):
        return None
    decision = selectors.decision_on(feedback)
    if decision is None:
        return None
    shown = {"row": decision, "read": reading.read_back(decision)}
    return render_to_string("coordination/feedback_panel.html", shown, request=request)
