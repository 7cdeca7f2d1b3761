"""By which ways each project tells the sender of the public form that it arrived."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import clock
from crm.web.pages import page
from service_desk.channels.confirming import selectors, services


@page("channels.set_up")
@require_POST
def confirming(request):
    """The whole table at once; what is unticked is told no more."""
    now = clock.now()
    by_mail, by_sms = set(request.POST.getlist("mail")), set(request.POST.getlist("sms"))
    for project, _ways in selectors.ways_by_project(request.user):
        given = {"by_mail": project.code in by_mail, "by_sms": project.code in by_sms}
        services.set_ways(request.user, project, **given, now=now)
    messages.success(request, _("It holds from now on."))
    return redirect("desk:channels")
