"""`/api/v1/`: each room's own routes, the document, and a problem for every address that is none."""

from importlib.util import find_spec

from django.urls import include, path, re_path

from crm.api.document import SchemaDocument, docs
from crm.api.unknown import Unknown

ROOMS = [
    "crm.web.api_urls",
    "crm.accounts.api_urls",
    "crm.organisation.api_urls",
    "crm.privacy.api_urls",
    "crm.events.api_urls",
    "crm.messages.api_urls",
    "crm.calendars.api_urls",
    "crm.jobs.api_urls",
    "crm.audit.api_urls",
    "crm.imports.api_urls",
    "crm.exports.api_urls",
    "owners.api_urls",
    "service_desk.api_urls",
    "satisfaction.api_urls",
    "profitability.api_urls",
    "coordination.api_urls",
]

urlpatterns = [
    path("schema/", SchemaDocument.as_view(), name="api-schema"),
    path("docs/", docs, name="api-docs"),
    *[path("", include(room)) for room in ROOMS if find_spec(room)],
    re_path(r"^", Unknown.as_view(), name="api-unknown"),
]
