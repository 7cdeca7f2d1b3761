"""The two small forms beside a case: which part it is about, and until when a promise extends it."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import clock
from crm.errors import Refused
from crm.web.pages import page
from service_desk.cases.access import case_for

from . import services


@page("warranty.judge")
@require_POST
def judge(request, number):
    """Which part a case is about."""
    case = case_for(request.user, number, to="warranty.judge")
    part = request.POST.get("part", "")
    guessed = part == request.POST.get("guess", "")
    return _answer(
        request,
        number,
        lambda: services.judge(request.user, case, part=part, guessed=guessed, now=clock.now()),
    )


@page("warranty.extend")
@require_POST
def extend(request, number):
    """The longer warranty that was agreed to: which part, until when."""
    case = case_for(request.user, number, to="warranty.extend")

    def carry_out():
        part, until = request.POST.get("part", ""), _day(request.POST.get("until", ""))
        services.extend(request.user, case, part=part, until=until, now=clock.now())

    return _answer(request, number, carry_out)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(fields={"until": _("Write a day.")}) from None


def _answer(request, number, carry_out):
    try:
        carry_out()
    except Refused as refusal:
        words = " ".join(str(text) for text in refusal.fields.values()) or str(refusal.message)
        messages.error(request, words)
    else:
        messages.success(request, _("Saved."))
    return redirect("desk:case", number)
