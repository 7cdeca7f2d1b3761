"""Pages: the repairs, one repair with all its forms, the calendar, and an engineer's own day."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import Refused
from crm.web.pages import page
from crm.web.paging import capped_count, keyset_page
from owners.access import projects_for
from service_desk.attachments.strips import strips_of
from service_desk.cases.access import case_for

from . import access, rules, selectors, services
from .calendar_views import address_of
from .forms import CALL_FORMS, ORDER_FORMS, OutcomeForm, RecoveryForm
from .states import CallStatus


@page("repairs.view")
@require_GET
def listed(request):
    """Repairs under way, those done again, or all; newest first."""
    projects = projects_for(request.user, to="repairs.view")
    asked = {name: request.GET.get(name, "") for name in ("project", "show")}
    project = next((one for one in projects if one.code == asked["project"]), None)
    rows = selectors.listed(request.user, project=project, show=asked["show"] or "open")
    found = keyset_page(rows, by=("-ordered_at", "-id"), mark=request.GET.get("after"), size=50)
    context = {
        "page": found,
        "count": capped_count(rows) if found.first else None,
        "asked": asked,
        "projects": projects,
        "now": clock.now(),
    }
    return render(request, "desk/repairs.html", context)


@page("repairs.order")
@require_POST
def order(request, number):
    """A repair is ordered from the page of its case."""
    case = case_for(request.user, number, to="repairs.order")
    try:
        row = services.order(
            request.user, case, description=request.POST.get("description", ""), now=clock.now()
        )
    except Refused as refusal:
        words = " ".join(str(text) for text in refusal.fields.values()) or str(refusal.message)
        messages.error(request, words)
        return redirect("desk:case", number)
    messages.success(request, _("The repair %(number)s is ordered.") % {"number": row.number})
    return redirect("desk:repair", row.number)


@page("repairs.view")
@require_GET
def repair(request, number):
    return _show(request, access.order_for(request.user, number))


def _show(request, row, *, bound=None, status=200):
    """One repair. Handlers, who read no cases, get no way to the case."""
    user, project = request.user, row.case.project
    forms = {
        name: made(row=row) for name, made in ORDER_FORMS.items() if may(user, made.verb, project=project)
    }
    for name, made in ORDER_FORMS.items():
        if isinstance(bound, made):
            forms[name] = bound
    found = selectors.whole(row)
    may_recover = may(user, "repairs.recover", project=project)
    context = {
        "order": row,
        "found": found,
        "forms": forms,
        "bound": bound,
        "is_open": row.status == "ordered",
        "may_order": may(user, "repairs.order", project=project),
        "may_recover": may_recover,
        "recovery_forms": {one.pk: RecoveryForm(row=one) for one in found.recoveries} if may_recover else {},
        "outcomes": OutcomeForm.base_fields["outcome"].choices,
        "reads_case": may(user, "cases.view", project=project),
        "now": clock.now(),
    }
    return render(request, "desk/repair.html", context, status=status)


def order_step(name: str):
    """The page that takes one step of a repair; refused, it shows the form with what was typed."""
    made = ORDER_FORMS[name]

    @page(made.verb)
    @require_POST
    def step(request, number):
        row = access.order_for(request.user, number, to=made.verb)
        form = made(request.POST, row=row)
        if not form.carry_out(request.user, clock.now()):
            return _show(request, row, bound=form, status=422)
        messages.success(request, form.done)
        return redirect("desk:repair", number)

    step.__name__ = f"repair_{name}"
    return step


def call_step(name: str):
    """The page that takes one step of a visit: its time, what came of it, that it is cancelled."""
    made = CALL_FORMS[name]

    @page(made.verb)
    @require_POST
    def step(request, public_id):
        call = access.call_for(request.user, public_id, to=made.verb)
        form = made(request.POST, row=call)
        if form.carry_out(request.user, clock.now()):
            messages.success(request, form.done)
        else:
            messages.error(request, " ".join(text for errors in form.errors.values() for text in errors))
        if request.POST.get("list") == "mine":
            return redirect("desk:my_repairs")
        return redirect("desk:repair", call.order.number)

    step.__name__ = f"call_{name.replace('-', '_')}"
    return step


@page("repairs.recover")
@require_POST
def recover(request, public_id):
    """Where a claim against a contractor stands."""
    row = access.recovery_for(request.user, public_id)
    form = RecoveryForm(request.POST, row=row)
    if form.carry_out(request.user, clock.now()):
        messages.success(request, form.done)
    else:
        messages.error(request, " ".join(text for errors in form.errors.values() for text in errors))
    return redirect("desk:repair", row.order.number)


@page("repairs.view")
@require_GET
def calendar(request):
    """Who is where, by day, week or month."""
    view = request.GET.get("view", "week")
    view = view if view in ("day", "week", "month") else "week"
    on = _day(request.GET.get("on", ""))
    who = request.GET.get("who", "")
    days, rows = selectors.calendar(request.user, view, on, who=who)
    before, after = rules.neighbours(view, on)
    context = {
        "view": view,
        "views": (
            ("day", pgettext("calendar", "Day")),
            ("week", _("Week")),
            ("month", pgettext("calendar", "Month")),
        ),
        "on": on,
        "days": days,
        "rows": rows,
        "weeks": _weeks(days, rows) if view == "month" else [],
        "who": who,
        "before": before,
        "after": after,
        "today": timezone.localtime(clock.now()).date(),
        "now": clock.now(),
    }
    return render(request, "desk/repair_calendar.html", context)


def _weeks(days, rows) -> list:
    """The month as weeks of (day, visits in the order of the hours)."""
    cells = [
        (day, sorted((call for row in rows for call in row.days[at]), key=lambda call: call.starts_at))
        for at, day in enumerate(days)
    ]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return timezone.localtime(clock.now()).date()


@page("repairs.call")
@require_GET
def mine(request):
    """An engineer's day on the phone: where, what, and three large buttons."""
    on = _day(request.GET.get("on", ""))
    before, after = rules.neighbours("day", on)
    calls = list(selectors.visits_of_day(request.user, on))
    context = {
        "calls": calls,
        "strips": strips_of(call.order.case for call in calls),
        "on": on,
        "before": before,
        "after": after,
        "agreed": CallStatus.AGREED,
        "today": timezone.localtime(clock.now()).date(),
        "feed": address_of(request.user),
        "now": clock.now(),
    }
    return render(request, "desk/my_repairs.html", context)
