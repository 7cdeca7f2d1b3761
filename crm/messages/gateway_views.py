"""The administrator's page of the gateway for text messages: how it is reached, whether it is in use, one to try."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm import clock
from crm.errors import Refused
from crm.messages import gateway_services, selectors
from crm.messages.forms import GatewayForm, TryForm
from crm.web.pages import page


@page("messages.set_up")
@require_http_methods(["GET", "POST"])
def gateway(request):
    """What is set up, without its secrets; a change is a new version and holds from now on."""
    row = selectors.newest_gateway()
    form = GatewayForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.carry_out(request.user, clock.now()):
        messages.success(request, _("It holds from now on."))
        return redirect("text_gateway")
    return _shown(request, row, form, TryForm())


def _shown(request, row, form, trying):
    from_outside = row is None and selectors.gateway_in_force() is not None
    context = {
        "form": form,
        "row": row,
        "trying": trying,
        "from_outside": from_outside,
        "in_use": from_outside or (row is not None and row.is_open),
        "reports_to": request.build_absolute_uri(reverse("api-text-reports")),
        "now": clock.now(),
    }
    status = 422 if form.errors or trying.errors else 200
    response = render(request, "outgoing/gateway.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@page("messages.set_up")
@require_POST
def switch(request):
    """Out of use, so that text messages go into the log only, or into it again."""
    is_open = "open" in request.POST
    gateway_services.set_gateway(request.user, changes={}, is_open=is_open, now=clock.now())
    messages.success(request, _("It is in use.") if is_open else _("It is out of use."))
    return redirect("text_gateway")


@page("messages.set_up")
@require_POST
def try_out(request):
    """One text message to a telephone at hand; the page that follows says what becomes of it."""
    form = TryForm(request.POST)
    if form.is_valid():
        try:
            row = gateway_services.try_out(
                request.user, language=request.user.language, now=clock.now(), **form.cleaned_data
            )
            return redirect("message", row.public_id)
        except Refused as refusal:
            form.take(refusal)
    row = selectors.newest_gateway()
    return _shown(request, row, GatewayForm(row=row), form)
