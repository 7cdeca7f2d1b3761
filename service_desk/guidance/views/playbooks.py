"""Pages of playbooks: the card beside a case, the list with its statistics, and editing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, Refused
from crm.versions.pages import bringing_back
from crm.web.pages import page
from service_desk.cases.access import case_for
from service_desk.guidance import access, playbooks
from service_desk.guidance.filling import near
from service_desk.guidance.forms import NAMES
from service_desk.guidance.models import Playbook
from service_desk.guidance.playbook_forms import PlaybookForm, said_in
from service_desk.guidance.versions import retired
from service_desk.guidance.views.history import history, retiring


@page("guidance.use")
@require_GET
def beside(request, number):
    """The card alone, with the playbook that was asked for."""
    case = case_for(request.user, number)
    return _card(request, case, request.GET.get("playbook", ""))


@page("guidance.use")
@require_POST
def tick(request, number):
    """A step is done, or not after all."""
    case = case_for(request.user, number)
    code, step = request.POST.get("playbook", ""), request.POST.get("step", "")
    done = request.POST.get("done") == "1"
    playbooks.tick(request.user, case, code=code, step=step, done=done, now=clock.now())
    if not request.htmx:
        return redirect("desk:case", number)
    return _card(request, case, code)


def _card(request, case, code: str):
    shown = playbooks.card(request.user, case, code)
    context = {"card": shown, "case": case, "now": clock.now()}
    return render(request, "desk/guidance/playbook_card.html", context)


@page("guidance.use")
@require_GET
def playbook_list(request):
    rows = playbooks.statistics()
    may_edit = may(request.user, "guidance.edit")
    gone = [
        {
            "row": row,
            "title": near(row.names, get_language() or "en"),
            "return_url": reverse("desk:return_playbook", args=[row.code]),
        }
        for row in (retired(Playbook) if may_edit else ())
    ]
    context = {"rows": rows, "may_edit": may_edit, "gone": gone, "now": clock.now()}
    return render(request, "desk/guidance/playbooks.html", context)


@page("guidance.edit")
@require_http_methods(["GET", "POST"])
def new_playbook(request):
    return _edited(request, None)


@page("guidance.edit")
@require_http_methods(["GET", "POST"])
def playbook(request, code):
    return _edited(request, access.in_force(request.user, Playbook, code, to="guidance.edit"))


def _in_force(_row=None) -> str:
    return _("The playbook is in force; cases that follow an older version keep it.")


bring_back = bringing_back(
    "guidance.edit",
    playbooks.bring_back,
    find=lambda user, code: access.newest(user, Playbook, code).code,
    done=_in_force,
    to="desk:playbook",
)


retire_playbook = retiring(
    Playbook,
    done=lambda: _("The playbook is offered no more; cases that follow it keep it."),
    to="desk:playbooks",
)


def _edited(request, row):
    asked = request.GET.get("language", "")
    language = asked if asked in NAMES else get_language() or "en"
    form = PlaybookForm(request.POST or None, row=row, language=language)
    if request.method == "POST" and form.is_valid():
        code, seen = (row.code, form.cleaned_data["seen"]) if row else ("", None)
        try:
            playbooks.keep_playbook(request.user, code=code, seen=seen, now=clock.now(), **form.content())
            messages.success(request, _in_force())
            return redirect("desk:playbooks")
        except Refused as refusal:
            form.take(refusal)
        except DoorstepError as conflict:
            form.add_error(None, str(conflict.message))
    context = {
        "form": form,
        "row": row,
        "title": near(row.names, get_language() or "en") if row else "",
        "language": language,
        "languages": NAMES.items(),
        "versions": history(row, said_in, "desk:return_playbook"),
        "now": clock.now(),
    }
    return render(request, "desk/guidance/playbook.html", context, status=422 if form.errors else 200)
