"""Weighing on the page of a case, with what the floors above say of the owner's value; and the weights."""

from functools import partial

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.versions.pages import bringing_back, setting
from crm.web.pages import page
from service_desk.weighing import selectors, services
from service_desk.weighing.forms import WeightsForm
from service_desk.weighing.history import shown_versions


@page("weighing.view")
@require_http_methods(["GET", "POST"])
def weights(request):
    """The weights in force and their versions; for those who may, the form that makes a new version."""
    number, in_force = selectors.in_force()
    return setting(
        request,
        "weighing.set",
        partial(WeightsForm, number=number, weights=in_force),
        number=number,
        versions=shown_versions,
        template="desk/weighing/weights.html",
        done=_("The new weights are in force."),
        to="desk:weights",
    )


bring_back = bringing_back(
    "weighing.set",
    services.bring_back,
    done=lambda _row: _("The new weights are in force."),
    to="desk:weights",
)
