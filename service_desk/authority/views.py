"""The limits of authority: who may promise what, and changing it."""

from functools import partial

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.versions.pages import bringing_back, setting
from crm.web.pages import page
from service_desk.authority import selectors, services
from service_desk.authority.forms import LimitsForm
from service_desk.authority.history import shown_versions


@page("authority.view")
@require_http_methods(["GET", "POST"])
def limits(request):
    """The limits in force, their versions, and for those who may, the form that makes a new version."""
    number, bounds = selectors.number_in_force(), selectors.bounds_in_force()
    return setting(
        request,
        "authority.set",
        partial(LimitsForm, bounds=bounds, seen=number),
        number=number,
        versions=shown_versions,
        template="desk/authority/limits.html",
        done=_("The new limits are in force."),
        to="desk:limits",
    )


bring_back = bringing_back(
    "authority.set",
    services.bring_back,
    done=lambda _row: _("The new limits are in force."),
    to="desk:limits",
)
