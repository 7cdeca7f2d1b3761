"""Pages of the privacy officer: who saw what, who sees what, and what people agree to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.models import Role
from crm.accounts.permissions import may
from crm.api.paging import CursorPage
from crm.errors import Refused
from crm.privacy import services, visibility, wording
from crm.privacy.forms import LimitForm, RevealFilter, WordingForm
from crm.privacy.models import Purpose
from crm.web.pages import page


@page("privacy.reveals")
@require_GET
def reveals(request):
    """Who unmasked what, and why; who has reached his limit stands above."""
    form = RevealFilter(request.GET)
    found = CursorPage(services.reveals(**form.given()), request, order=("-at", "-id"), size=50)
    context = {
        "page": found,
        "form": form,
        "filtered": bool(form.given()),
        "filters": form.given(),
        "sounded": services.sounded(),
        "limits": services.limits(),
        "may_limit": may(request.user, "privacy.limits"),
    }
    return render(request, "privacy/reveals.html", context)


@page("privacy.limits")
@require_POST
def limit(request):
    """Change how many values a role may unmask within an hour."""
    form = LimitForm(request.POST)
    if not form.is_valid():
        raise Refused(fields={"per_hour": _("A whole number from 1 to 1000.")})
    services.set_limit(request.user, **form.cleaned_data, now=clock.now())
    messages.success(request, _("Saved."))
    return redirect("reveals")


@page("privacy.limits")
@require_POST
def asked_about(request, username):
    """The alarm about somebody has been looked into."""
    services.asked_about(request.user, username, now=clock.now())
    return redirect("reveals")


@page("privacy.table")
@require_GET
def table(request):
    """Roles and columns, read from what pages and API ask."""
    rows = [
        {
            "column": column,
            "name": wording.name(column),
            "cells": [(role, column.for_role(role).value) for role in Role],
        }
        for column in visibility.columns()
    ]
    return render(request, "privacy/table.html", {"roles": list(Role), "rooms": _by_floor(rows)})


# How the floors are called on this page; what stands in none of them is the ground floor's.
FLOORS = {
    "owners": _lazy("Owners"),
    "service_desk": _lazy("Service desk"),
    "satisfaction": _lazy("Satisfaction"),
    "profitability": _lazy("Value"),
    "coordination": _lazy("Coordination"),
}


def _by_floor(rows) -> list:
    """Floor by floor, the owners first, the ground floor last."""
    floors: dict = {app: [] for app in (*FLOORS, "")}
    for row in rows:
        app = row["column"].key.partition(".")[0]
        floors[app if app in FLOORS else ""].append(row)
    return [
        (FLOORS.get(app, _("Ground floor")), *_seen_and_kept(found)) for app, found in floors.items() if found
    ]


def _seen_and_kept(rows) -> tuple[list, list]:
    """The columns that some role sees, and the names of those that nobody does."""
    seen = [row for row in rows if row["column"].most is not visibility.HIDDEN]
    return seen, sorted({row["name"] for row in rows if row["column"].most is visibility.HIDDEN})


@page("privacy.wordings")
@require_http_methods(["GET", "POST"])
def wordings(request):
    """What people agree to, in every version and language; and a new version."""
    form = WordingForm(request.POST or None, initial=_newest(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.write_wording(
                request.user, purpose=form.cleaned_data["purpose"], texts=form.texts(), now=clock.now()
            )
        except Refused as refusal:
            for name, message in refusal.fields.items():
                form.add_error(name if name in form.fields else None, str(message))
        else:
            messages.success(request, _("Saved."))
            return redirect("wordings")
    status = 422 if request.method == "POST" else 200
    rows = [{"row": row, "text": row.texts.get(get_language(), "")} for row in services.wordings()]
    return render(request, "privacy/wordings.html", {"rows": rows, "form": form}, status=status)


def _newest(request) -> dict:
    """The form opens with the present text of a purpose, to be changed."""
    asked = request.GET.get("purpose", Purpose.SURVEYS)
    newest = services.current_wordings(now=clock.now()).get(asked)
    return {"purpose": asked} | (newest.texts if newest else {})
