"""Pages: the loop as a picture, the decisions, one decision read back, the alarms."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import access
from coordination.control import services as control
from crm import clock
from crm.accounts.permissions import may
from crm.errors import Refused
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners.access import projects_for

from . import carrying_out, picture, reading, selectors, services
from .forms import OverrideForm
from .states import Verdicts

NEWEST = ("-at", "-id")


@page("coordination.view")
@require_safe
def overview(request):
    """The loop with live counts, what needs somebody now, and what was decided last."""
    now = clock.now()
    seen = may(request.user, "alarms.view")
    context = {
        "loop": picture.loop(request.user, now),
        "alarms": list(picture.standing_alarms(request.user)[:6]) if seen else [],
        "may_take": may(request.user, "alarms.take"),
        "latest": reading.rows(selectors.decisions(request.user).order_by(*NEWEST)[:8]),
        "now": now,
    }
    return render(request, "coordination/overview.html", context)


@page("decisions.view")
@require_safe
def decisions(request):
    """Every decision, newest first, by outcome, project or case."""
    asked = {name: request.GET.get(name, "") for name in ("outcome", "project", "case", "overridden")}
    rows = selectors.filtered(selectors.decisions(request.user), asked)
    found = keyset_page(rows, by=NEWEST, mark=request.GET.get("after"), size=30)
    context = {
        "page": found,
        "rows": reading.rows(found.rows),
        "asked": asked,
        "filtered": any(asked.values()),
        "outcomes": Verdicts.choices,
        "projects": projects_for(request.user, "decisions.view"),
        "now": clock.now(),
    }
    return render(request, "coordination/decisions.html", context)


@page("decisions.view")
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request, public_id):
    """One decision read back; a supervisor may put another plan in its place, with his reason."""
    row = access.decision_for(request.user, public_id)
    form = None
    if request.method == "POST":
        row = access.decision_for(request.user, public_id, to="decisions.override")
        form = _override_form(row, request.POST)
        if form.is_valid():
            try:
                services.override(request.user, row, **form.cleaned_data, now=clock.now())
            except Refused as refusal:
                for field, message in refusal.fields.items():
                    form.add_error(field if field in form.fields else None, message)
            else:
                messages.success(request, _("The new plan is ordered; the old directive was withdrawn."))
                return redirect("coordination:decision", public_id=public_id)
    return _decision_page(request, row, form)


def _decision_page(request, row, form):
    allowed = may(request.user, "decisions.override", project=row.project)
    context = {
        "row": row,
        "read": reading.read_back(row),
        "outcome_of": selectors.outcome_of(row),
        "form": form,
        "may_value": may(request.user, "assessments.view", project=row.project),
        "now": clock.now(),
    }
    if allowed and carrying_out.is_open(row.directive):
        context["form"] = form or _override_form(row)
    return render(request, "coordination/decision.html", context, status=422 if form else 200)


def _override_form(row, posted=None):
    initial = {"plan": row.override_plan or row.plan, "seen": row.directive.number if row.directive else ""}
    return OverrideForm(posted, choices=services.plan_choices(row), initial=initial)


@page("alarms.view")
@require_safe
def alarms(request):
    """What is late or has nobody, the gravest first."""
    rows = picture.standing_alarms(request.user)
    found = keyset_page(rows, by=("-level", "-raised_at", "-id"), mark=request.GET.get("after"), size=40)
    context = {"page": found, "may_take": may(request.user, "alarms.take"), "now": clock.now()}
    return render(request, "coordination/alarms.html", context)


@page("alarms.take")
@require_POST
def take(request, public_id):
    """Take an alarm on oneself."""
    alarm = access.alarm_for(request.user, public_id, to="alarms.take")
    control.take(request.user, alarm, because=request.POST.get("because", ""), now=clock.now())
    messages.success(request, _("You have taken it. Others see that."))
    return redirect("coordination:alarms")
