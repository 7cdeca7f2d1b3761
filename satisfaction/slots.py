"""What satisfaction adds to the pages of lower floors, and its words on the rail."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Role
from crm.accounts.permissions import may
from crm.web import slots
from service_desk.cases.states import VisitStatus

from .collection.answers import numbers_of
from .collection.forms import aloud
from .collection.selectors import questionnaire_of_visit
from .feedback import selectors, wording
from .questionnaires.selectors import questions_of


def fill() -> None:
    slots.navigation(
        "satisfaction", _("Satisfaction"), "satisfaction:overview", "satisfaction", "satisfaction.view", 40
    )
    slots.navigation(
        "satisfaction.callbacks",
        _("Return visits"),
        "satisfaction:callbacks",
        "visit",
        "callbacks.view",
        41,
    )
    slots.landing(Role.CALLBACK, "satisfaction:callbacks")
    slots.fill("home.summary", "satisfaction.feedback.summary.answer", order=10)
    slots.fill("owner.card", owner_panel, order=20)
    slots.fill("owner.timeline.kinds", "satisfaction.timeline.kinds", order=20)
    slots.fill("owner.timeline", "satisfaction.timeline.entries", order=20)
    slots.fill("case.side", case_panel, order=40)
    slots.fill("visit.questions", visit_link, order=10)
    slots.fill("visit.sheet", visit_sheet, order=10)


def owner_panel(request, owner, **context) -> str | None:
    """The last score the owner gave."""
    if not may(request.user, "satisfaction.view"):
        return None
    last = selectors.last_of_owner(request.user, owner)
    if last is None:
        return None
    shown = {"last": last, "tone": wording.TONES.get(last.attitude, "calm")}
    return render_to_string("satisfaction/owner_panel.html", shown, request=request)


def visit_link(request, visit, **context) -> str | None:
    """From a visit that is still to be made to the form that records it and the answers together; for whoever may fill
    it in, which whoever handled the case may not."""
    case = visit.case
    if visit.status != VisitStatus.PLANNED or case.assignee_id == request.user.pk:
        return None
    if not may(request.user, "callbacks.record", project=case.project):
        return None
    return render_to_string("satisfaction/visit_link.html", {"visit": visit}, request=request)


def visit_sheet(request, visit, case, **context) -> str | None:
    """The questionnaire on the printed sheet of a visit that is still to be made, to be ticked by hand."""
    if visit.status != VisitStatus.PLANNED:
        return None
    questionnaire = questionnaire_of_visit(visit)
    if questionnaire is None:
        return None
    spoken = case.owner.language if case.owner else ""
    rows = [(row, aloud(row, spoken), numbers_of(row)) for row in questions_of(questionnaire)]
    return render_to_string("satisfaction/visit_sheet.html", {"rows": rows}, request=request)


def case_panel(request, case, **context) -> str | None:
    """What the owner said about this case."""
    if not may(request.user, "satisfaction.view", project=case.project):
        return None
    rows = selectors.feedback_of_case(case)
    if not rows:
        return None
    shown = {"rows": rows, "tones": wording.TONES}
    return render_to_string("satisfaction/case_panel.html", shown, request=request)
