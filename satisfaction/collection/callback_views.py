"""The callback officer's room: an own queue, independent of whoever handled the case."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm import clock
from crm.errors import Refused
from crm.web.pages import page
from satisfaction import access
from satisfaction.questionnaires import selectors as questionnaires
from service_desk.cases import selectors as cases
from service_desk.cases.access import visit_for

from . import selectors, services
from .forms import CallbackForm


@page("callbacks.view")
@require_safe
def queue(request):
    """The first visit that is due stands open; the others wait in the list."""
    visits = cases.due_visits(request.user)
    return _room(request, visits, visits[0] if visits else None, phone="list")


@page("callbacks.record")
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request, number):
    """One return visit: what the case was about, and the form for what came of it."""
    chosen = visit_for(request.user, number)
    access.require_in(request.user, "callbacks.record", chosen.case.project)
    form = None
    if request.method == "POST":
        form = _form(chosen, request.POST)
        if form.is_valid():
            try:
                return _record(request, chosen, form)
            except Refused as refusal:
                for field, message in refusal.fields.items():
                    name = f"answer_{field}" if f"answer_{field}" in form.fields else None
                    form.add_error(name, message)
    return _room(request, cases.due_visits(request.user), chosen, form=form)


def _record(request, chosen, form):
    outcome = form.cleaned_data["outcome"]
    answers = form.answers()
    services.record_callback(
        request.user,
        chosen,
        outcome=outcome,
        answers=answers,
        words=answers.get("words", ""),
        now=clock.now(),
    )
    said = {
        "reached": _("Recorded. What happens next is decided within seconds."),
        "refused": _("Recorded. The owner did not wish to answer, and is not scored."),
    }
    messages.success(request, said.get(outcome, _("Recorded. Nobody is scored; the visit is tried again.")))
    return redirect("satisfaction:callbacks")


def _room(request, visits, chosen, *, form=None, phone="thing"):
    context = {
        "visits": visits,
        "chosen": chosen,
        "phone": phone,
        "now": clock.now(),
        "status": 422 if form is not None else 200,
    }
    if chosen is not None:
        context["form"] = form or _form(chosen)
        context["invitation"] = selectors.invitation_of_visit(chosen)
        context["talk"] = cases.conversation(chosen.case)[-3:]
    return render(request, "satisfaction/callbacks.html", context, status=context["status"])


def _form(chosen, posted=None):
    questions = questionnaires.questions_of(selectors.questionnaire_of_visit(chosen))
    owner = chosen.case.owner
    return CallbackForm(posted, questions=questions, spoken=owner.language if owner else "")
