"""The limits of authority: who may promise what, and changing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotAllowed
from crm.versions.pages import bringing_back
from crm.web.pages import page
from service_desk.authority import selectors, services
from service_desk.authority.forms import LimitsForm
from service_desk.authority.history import shown_versions


@page("authority.view")
@require_http_methods(["GET", "POST"])
def limits(request):
    """The limits in force, their versions, and for those who may, the form that makes a new version."""
    may_set = may(request.user, "authority.set")
    if request.method == "POST" and not may_set:
        raise NotAllowed()
    number, bounds = selectors.number_in_force(), selectors.bounds_in_force()
    given = request.POST if request.method == "POST" else None
    form = LimitsForm(given, bounds=bounds, seen=number)
    if given is not None and form.carry_out(request.user, clock.now()):
        messages.success(request, _("The new limits are in force."))
        return redirect("desk:limits")
    context = {
        "form": form,
        "bounds": bounds,
        "number": number,
        "versions": shown_versions(back=may_set),
        "may_set": may_set,
    }
    return render(request, "desk/authority/limits.html", context, status=422 if given is not None else 200)


bring_back = bringing_back(
    "authority.set",
    services.bring_back,
    done=lambda _row: _("The new limits are in force."),
    to="desk:limits",
)
