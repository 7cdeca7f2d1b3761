"""All addresses. Rooms are named as strings; the ground floor imports none of them."""

from importlib.util import find_spec

from django.urls import include, path

# rooms: pages. Each room's urls.py spells its addresses whole ("desk/", "owners/…"); a room without pages has none.
PAGES = [
    "crm.web.urls",
    "crm.accounts.urls",
    "crm.organisation.urls",
    "crm.privacy.urls",
    "crm.events.urls",
    "crm.jobs.urls",
    "crm.messages.urls",
    "crm.audit.urls",
    "crm.calendars.urls",
    "crm.imports.urls",
    "crm.exports.urls",
    "owners.urls",
    "service_desk.urls",
    "satisfaction.urls",
    "profitability.urls",
    "coordination.urls",
]

# The API first: its prefix is told at a glance, while every room of pages would be asked in vain.
urlpatterns = [path("api/v1/", include("crm.api.urls"))]
urlpatterns += [path("", include(room)) for room in PAGES if find_spec(room)]

handler400 = "crm.web.refusals.bad_request"
handler403 = "crm.web.refusals.forbidden"
handler404 = "crm.web.refusals.not_found"
handler500 = "crm.web.refusals.server_error"
