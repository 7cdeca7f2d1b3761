"""The part of the card on which one writes: a note, a call, a task."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from crm.errors import Refused

from . import access, services
from .forms import FORMS

_WRITERS = {"note": services.write_note, "call": services.log_call, "task": services.set_task}


def composer(request, *, now: datetime, form=None, here: str = "note") -> dict | None:
    """The three forms, one of them perhaps as it was sent; None for whoever may not write."""
    if not may(request.user, "journal.write"):
        return None
    choices = _choices(request.user)
    forms = {kind: build(**choices) for kind, build in FORMS.items()}
    if form is not None:
        forms[form.kind] = form
        here = form.kind
    return {"forms": forms, "here": here, "moments": usual_moments(now)}


def write(request, owner, kind: str, *, now: datetime):
    """Write what was sent; gives the form back where something is wrong with it, else None."""
    form = FORMS[kind](request.POST, **_choices(request.user))
    if not form.is_valid():
        return form
    try:
        _WRITERS[kind](request.user, owner, now=now, **form.said())
    except Refused as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
        return form
    return None


def usual_moments(now: datetime) -> list[tuple[str, str]]:
    """Until when things usually are to be done: (as a field takes it, in words)."""
    here = timezone.localtime(now)
    today = here.date()
    soon = here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    moments = [
        (soon, _("In two hours")),
        (datetime.combine(today + timedelta(days=1), time(10)), _("Tomorrow at ten")),
        (datetime.combine(today + timedelta(days=3), time(10)), _("In three days")),
        (datetime.combine(today + timedelta(days=7), time(10)), _("In a week")),
    ]
    return [(moment.strftime("%Y-%m-%dT%H:%M"), words) for moment, words in moments]


def _choices(user) -> dict:
    return {
        "audiences": access.audiences_for(user),
        "assignees": access.assignees_for(user),
        "me": user,
    }
