"""The photos and documents as a tab of the case page."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from crm.accounts.permissions import may
from service_desk.attachments import views
from service_desk.cases.places import Tab


def tab(request, case) -> Tab | None:
    """The three sets; one query, and no bytes."""
    if not may(request.user, "attachments.view", project=case.project):
        return None
    context = {"case": case, **views.shown(request.user, case)}
    html = render_to_string("desk/attachments/sets.html", context, request)
    return Tab("files", _("Photos and files"), icon="photo", html=html, count=context["file_count"])
