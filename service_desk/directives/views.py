"""What coordination has asked the desk to do for owners, and reporting that it is done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.web.pages import page
from service_desk.directives import access, selectors
from service_desk.directives.forms import DIRECTIVE_STEPS, AcceptanceForm, FulfilmentForm, WithdrawalForm


@page("directives.view")
@require_GET
def directives(request):
    return _show(request)


def _show(request, *, bound=None, status=200):
    rows = [_offered(request.user, row, bound) for row in selectors.open_directives(request.user)]
    return render(request, "desk/directives.html", {"now": clock.now(), "rows": rows}, status=status)


def _offered(user, directive, bound) -> dict:
    """The directive with the forms that are open to this user now."""
    steps = {}
    for form_class in (AcceptanceForm, FulfilmentForm, WithdrawalForm):
        if form_class is AcceptanceForm and directive.status != "issued":
            continue
        if may(user, form_class.verb, project=directive.project):
            mine = bound is not None and isinstance(bound, form_class) and bound.directive == directive
            steps[form_class.name] = bound if mine else form_class(directive=directive)
    return {
        "directive": directive,
        "steps": steps,
        "may_call": may(user, "owners.view", project=directive.project),
        "open": bound is not None and bound.directive == directive,
    }


def directive_step(name: str):
    form_class = DIRECTIVE_STEPS[name]

    @page(form_class.verb)
    @require_POST
    def step(request, number):
        directive = access.directive_for(request.user, number, to=form_class.verb)
        form = form_class(request.POST, directive=directive)
        if not form.carry_out(request.user, clock.now()):
            return _show(request, bound=form, status=422)
        messages.success(request, form.done)
        return redirect("desk:directives")

    step.__name__ = name
    return step
