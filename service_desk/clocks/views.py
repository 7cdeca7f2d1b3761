"""The board of clocks, what stands still, and pausing a clock of a case."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.web.asked import whole
from crm.web.pages import page
from service_desk.cases.access import case_for
from service_desk.clocks import access, card, pausing, selectors
from service_desk.clocks.forms import EarlierForm, LookForm, PauseForm
from service_desk.promises.selectors import late_count


@page("clocks.view")
@require_GET
def clocks(request):
    """What is overdue and due soon, by team and department; who has how much in hand; what stands still; what one was told."""
    return _board(request)


def _board(request, *, bound=None, status=200):
    now = clock.now()
    team, department = whole(request.GET.get("team", "")), whole(request.GET.get("department", ""))
    context = {
        "now": now,
        "board": selectors.board(request.user, now),
        "people": selectors.loads(request.user, now),
        "late_promises": late_count(request.user, today=timezone.localtime(now).date()),
        "team": team,
        "department": department,
        "overdue_only": "overdue" in request.GET,
        "rows": selectors.pressing(
            request.user, now, team=team, department=department, overdue="overdue" in request.GET
        ),
        "stuck": [
            _offered(request.user, row, bound)
            for row in selectors.stuck_cases(request.user, today=timezone.localtime(now).date())
        ],
        "may_hand_over": may(request.user, "handover.propose"),
        "told": selectors.told_to(request.user, limit=10),
    }
    return render(request, "desk/clocks/board.html", context, status=status)


def _offered(user, row, bound) -> dict:
    """A case that stands still, with the form for whoever may say that he has looked."""
    mine = bound is not None and bound.stuck == row
    allowed = may(user, "clocks.acknowledge", project=row.case.project)
    form = bound if mine else LookForm(stuck=row, auto_id=f"look-{row.public_id}-%s")
    return {"stuck": row, "form": form if allowed else None, "open": mine}


@page("clocks.acknowledge")
@require_POST
def acknowledge(request, public_id):
    row = access.stuck_for(request.user, public_id, to="clocks.acknowledge")
    form = LookForm(request.POST, stuck=row, auto_id=f"look-{row.public_id}-%s")
    if not form.carry_out(request.user, clock.now()):
        return _board(request, bound=form, status=422)
    messages.success(request, _("Noted; it comes back on that day unless it has moved."))
    return redirect("desk:clocks")


@page("clocks.pause")
@require_POST
def pause(request, number, name):
    now = clock.now()
    found = access.clock_for(request.user, number, name, to="clocks.pause")
    form = PauseForm(request.POST, clock=found, reasons=pausing.reasons_for(found, now=now))
    if form.carry_out(request.user, now):
        messages.success(request, _("The clock stands still; the history says why."))
        return _back(request, number)
    case = case_for(request.user, number)
    shown = {"case": case, "now": now, "clocks": card.lines(request.user, case, now=now, bound=form)}
    return render(request, "desk/clocks/one_case.html", shown, status=422)


@page("clocks.bring_forward")
@require_POST
def bring_forward(request, number, name):
    """Ask a department for its answer earlier."""
    now = clock.now()
    found = access.clock_for(request.user, number, name, to="clocks.bring_forward")
    form = EarlierForm(request.POST, clock=found, auto_id=f"earlier-{name}-%s")
    if form.carry_out(request.user, now):
        messages.success(request, _("The answer is due earlier; the clock follows."))
        return _back(request, number)
    case = case_for(request.user, number)
    shown = {"case": case, "now": now, "clocks": card.lines(request.user, case, now=now, bound=form)}
    return render(request, "desk/clocks/one_case.html", shown, status=422)


@page("clocks.pause")
@require_POST
def resume(request, number, name):
    found = access.clock_for(request.user, number, name, to="clocks.pause")
    pausing.resume(request.user, found, now=clock.now())
    messages.success(request, _("The clock goes on."))
    return _back(request, number)


def _back(request, number):
    return redirect("desk:case", number)
