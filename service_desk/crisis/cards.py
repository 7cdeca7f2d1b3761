"""What the crisis room shows elsewhere: the banner on its cases, the door to it, a view of the queue."""

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.accounts.permissions import may
from service_desk.crisis import selectors
from service_desk.crisis.voice import voice_of
from service_desk.guidance.guard import in_language
from service_desk.workspace import lists


def banner(request, case, **_more):
    """Who alone speaks about this case, and what the house says; to everybody who reads the case."""
    crisis = selectors.crisis_of(case)
    if crisis is None:
        return None
    statement = selectors.statement_in_force(crisis)
    language = case.owner.language if case.owner_id else get_language() or "en"
    context = {
        "crisis": crisis,
        "statement": statement,
        "text": in_language(statement.texts, language) if statement else "",
        "language": language,
        "may_enter": may(request.user, "crisis.view", project=case.project),
        "speaks": request.user.pk == crisis.spokesperson_id,
    }
    return render_to_string("desk/crisis/banner.html", context, request)


def door(request, case, **_more):
    """The way to open a crisis from a case, for those who may; silent where one is under way."""
    if not case.is_open or not may(request.user, "crisis.open", project=case.project):
        return None
    if case.severity not in ("important", "major") or voice_of(case):
        return None
    return render_to_string("desk/crisis/door.html", {"case": case}, request)


def add_view() -> None:
    """The view "crisis" of the queue."""
    condition = selectors.under_care
    lists.add(lists.View("crisis", _("Crisis"), lambda reader: lists.OPEN & condition()))
