"""Tags put on and taken off on the page of a case."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import clock
from crm.errors import Refused
from crm.web.pages import page
from service_desk.cases.access import case_for
from service_desk.workspace import services


@page("cases.tag")
@require_POST
def put_on(request, number):
    case = case_for(request.user, number, to="cases.tag")
    try:
        services.tag(request.user, case, name=request.POST.get("tag", ""), now=clock.now())
        messages.success(request, _("The tag is on."))
    except Refused as refusal:
        messages.error(request, str(refusal.fields["tag"]))
    return redirect("desk:case", number)


@page("cases.tag")
@require_POST
def take_off(request, number):
    case = case_for(request.user, number, to="cases.tag")
    services.untag(request.user, case, name=request.POST.get("tag", ""), now=clock.now())
    messages.success(request, _("The tag is off."))
    return redirect("desk:case", number)
