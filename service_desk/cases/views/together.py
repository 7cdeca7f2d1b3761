"""Several cases at once: chosen in the list, given to one colleague, and given back with one click."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm import clock
from crm.errors import DoorstepError
from crm.web.pages import page
from service_desk.cases import access, services

MOST = 50
KEPT = "ds_given"


@page("cases.assign")
@require_POST
def give(request):
    """Give the chosen cases to one colleague; what cannot be given is named and stays as it was."""
    numbers = request.POST.getlist("number")[:MOST]
    to = access.colleagues_of(request.user).filter(username=request.POST.get("to", "")).first()
    if to is None or not numbers:
        messages.warning(request, _("Choose cases and a colleague."))
        return _back(request)
    given, left = [], []
    for number in numbers:
        try:
            given.append((number, _give(request.user, number, to.username, request.POST.get("because", ""))))
        except DoorstepError as refusal:
            left.append(f"{number}: {_why(refusal)}")
    _tell(request, given, left, to)
    return _back(request)


def _give(user, number: str, username: str, because: str) -> str:
    """Gives one case; returns who had it before, or nothing."""
    case = access.case_for(user, number, to="cases.assign")
    before = case.assignee.username if case.assignee else ""
    to = access.agent_for(case, username)
    services.assign(user, case, to=to, because=because, now=clock.now())
    return before


def _why(refusal: DoorstepError) -> str:
    """The sentence about the field, where there is one; else that about the whole."""
    return " ".join(str(text) for text in refusal.fields.values()) or str(refusal.message)


def _tell(request, given, left, to) -> None:
    if given:
        words = ngettext(
            "%(count)d case given to %(name)s.", "%(count)d cases given to %(name)s.", len(given)
        )
        undo = "undo:/desk/giving/undo/" if all(before for _number, before in given) else ""
        messages.success(request, words % {"count": len(given), "name": to.display_name}, extra_tags=undo)
        request.session[KEPT] = given
    for sentence in left:
        messages.warning(request, sentence)


@page("cases.assign")
@require_POST
def take_back(request):
    """The cases given last go back to whoever had them."""
    back = 0
    for number, username in request.session.pop(KEPT, []):
        if not username:
            continue
        try:
            _give(request.user, number, username, _("taken back"))
            back += 1
        except DoorstepError as refusal:
            messages.warning(request, f"{number}: {_why(refusal)}")
    words = ngettext(
        "%(count)d case is back where it was.", "%(count)d cases are back where they were.", back
    )
    messages.success(request, words % {"count": back})
    return _back(request)


def _back(request):
    view = request.POST.get("view", "")
    return redirect(f"/desk/?view={view}" if view.isidentifier() else "/desk/")
