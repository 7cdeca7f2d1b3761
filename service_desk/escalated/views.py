"""The page of a difficult complaint: the mark, the plan in its versions, and every form in its place."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.versions.pages import bringing_back, setting
from crm.web.pages import page
from service_desk.cases.access import case_for
from service_desk.escalated import access, forms, selectors
from service_desk.escalated.history import shown_versions
from service_desk.escalated.states import PlanStatus
from service_desk.escalated.terms import Reason
from service_desk.escalated.threshold_form import ThresholdsForm
from service_desk.escalated.thresholds import bring_back as bring_thresholds_back


@page("escalated.view")
@require_GET
def difficult(request, number):
    return _show(request, case_for(request.user, number, to="escalated.view"))


def _forms(user, case, row, plans, bound) -> dict:
    """The forms that may be used now, by their names; the one that came back instead of a new one."""
    if row is None:
        offered = [(forms.MarkForm, None)] if case.is_open else []
    else:
        taken = selectors.is_taken(row)
        asked = row.hand_over is not None and row.hand_over.status == "proposed"
        waiting = next((plan for plan in plans if plan.status == PlanStatus.DRAWN), None)
        offered = [(forms.UnmarkForm, row), (forms.EndForm, row)]
        if case.is_open and taken and row.senior_id == user.pk:
            offered.append((forms.PlanForm, row))
        if case.is_open and not taken and not asked:
            offered.append((forms.SeniorForm, row))
        if waiting is not None and waiting.drawn_by_id != user.pk:
            offered.append((forms.DecisionForm, waiting))
    return {
        form.name: bound if isinstance(bound, form) else form(case=case, user=user, paper=paper)
        for form, paper in offered
        if may(user, form.verb, project=case.project)
    }


def _show(request, case, *, bound=None, status=200):
    row = selectors.open_of(case)
    plans = []
    if row is not None:
        row.case = case
        plans = selectors.plans_of(row)
    facts = selectors.proposed_by_facts(case) if row is None and case.is_open else ()
    context = {
        "case": case,
        "row": row,
        "taken": row is not None and selectors.is_taken(row),
        "plans": plans,
        "facts": [Reason(fact).label for fact in facts],
        "past": selectors.past_of(case),
        "forms": _forms(request.user, case, row, plans, bound),
        "bound": bound,
    }
    return render(request, "desk/escalated/page.html", context, status=status)


def _carry_out(request, case, form):
    if form.carry_out(request.user, clock.now()):
        messages.success(request, form.done)
        return redirect("desk:difficult", case.number)
    return _show(request, case, bound=form, status=422)


@page("escalated.thresholds")
@require_http_methods(["GET", "POST"])
def thresholds(request):
    """From when on facts speak for a difficult complaint, with its versions; for those who may, the form."""
    number, in_force = selectors.in_force()
    return setting(
        request,
        "escalated.set",
        partial(ThresholdsForm, number=number, thresholds=in_force),
        number=number,
        versions=shown_versions,
        template="desk/escalated/thresholds.html",
        done=_("The new thresholds are in force."),
        to="desk:difficult_thresholds",
    )


bring_back = bringing_back(
    "escalated.set",
    bring_thresholds_back,
    done=lambda _row: _("The new thresholds are in force."),
    to="desk:difficult_thresholds",
)


@page("escalated.mark")
@require_POST
def mark(request, number):
    case = case_for(request.user, number, to="escalated.mark")
    return _carry_out(request, case, forms.MarkForm(request.POST, case=case, user=request.user))


def _on(form_class):
    """The page that takes one form about a mark that stands."""

    @page(form_class.verb)
    @require_POST
    def deed(request, public_id):
        row = access.difficult_for(request.user, public_id, to=form_class.verb)
        form = form_class(request.POST, case=row.case, user=request.user, paper=row)
        return _carry_out(request, row.case, form)

    return deed


senior, plan, end, unmark = (
    _on(form) for form in (forms.SeniorForm, forms.PlanForm, forms.EndForm, forms.UnmarkForm)
)


@page("escalated.approve")
@require_POST
def decision(request, public_id):
    row = access.plan_for(request.user, public_id, to="escalated.approve")
    case = row.difficult.case
    return _carry_out(
        request, case, forms.DecisionForm(request.POST, case=case, user=request.user, paper=row)
    )
