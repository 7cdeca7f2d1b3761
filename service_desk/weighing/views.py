"""Weighing on the page of a case, with what the floors above say of the owner's value; and the weights."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotAllowed
from crm.versions.pages import bringing_back
from crm.web.pages import page
from service_desk.weighing import selectors, services
from service_desk.weighing.forms import WeightsForm
from service_desk.weighing.history import shown_versions


@page("weighing.view")
@require_http_methods(["GET", "POST"])
def weights(request):
    """The weights in force and their versions; for those who may, the form that makes a new version."""
    may_set = may(request.user, "weighing.set")
    given = request.POST if request.method == "POST" else None
    if given is not None and not may_set:
        raise NotAllowed()
    number, in_force = selectors.in_force()
    form = WeightsForm(given, number=number, weights=in_force)
    if given is not None and form.carry_out(request.user, clock.now()):
        messages.success(request, _("The new weights are in force."))
        return redirect("desk:weights")
    context = {
        "form": form,
        "number": number,
        "versions": shown_versions(back=may_set),
        "may_set": may_set,
    }
    return render(request, "desk/weighing/weights.html", context, status=200 if given is None else 422)


bring_back = bringing_back(
    "weighing.set",
    services.bring_back,
    done=lambda _row: _("The new weights are in force."),
    to="desk:weights",
)
