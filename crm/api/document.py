"""The OpenAPI document and the page that shows it."""

from functools import lru_cache

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

from crm.accounts.permissions import PUBLIC
from crm.api.rendering import dumps
from crm.api.views import Endpoint
from crm.web.pages import public_page

MEDIA_TYPE = "application/vnd.oai.openapi+json"


def document() -> dict:
    """The whole API as OpenAPI 3.1, in the active language."""
    described = SchemaGenerator(api_version="v1").get_schema(request=None, public=True)
    described["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": _("An API token of yours.")},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    return described


@lru_cache(maxsize=8)
def _rendered(language: str) -> bytes:
    return dumps(document())


class SchemaDocument(Endpoint):
    """This document."""

    verbs = PUBLIC
    public_because = "it describes the addresses and holds nobody's data"
    schema = None

    def get(self, request):
        response = HttpResponse(_rendered(get_language()), content_type=MEDIA_TYPE)
        response["Cache-Control"] = "public, max-age=300"
        return response


@public_page("it shows the document, which holds nobody's data; trying out needs a sign-in or a token")
def docs(request):
    return render(request, "api/docs.html")
