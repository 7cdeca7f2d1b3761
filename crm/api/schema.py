"""How endpoints describe themselves in the OpenAPI document: from `inputs`, `outputs` and `verbs`."""

from functools import cache

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from crm.accounts.permissions import PUBLIC

APPS = {"owners", "service_desk", "satisfaction", "profitability", "coordination"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
USUAL_STATUS = {"GET": 200, "POST": 201, "PUT": 200, "PATCH": 200, "DELETE": 204}
REFUSALS = {
    400: _("The request cannot be read."),
    401: _("Nobody is signed in, or the token is not valid."),
    403: _("The role does not hold the verb of this method."),
    404: _("It does not exist, or it is out of scope."),
    409: _("Not possible at this step, or changed by somebody else meanwhile."),
    415: _("The media type is not understood."),
    422: _("What was given is not valid; `fields` says why."),
    429: _("Too many requests; `Retry-After` says when to come back."),
}


class Problem(serializers.Serializer):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text=_("Stable; programs may rely on it."))
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField(), required=False)


@cache
def paged(serializer_class) -> type:
    """The envelope of a cursor page of such rows, for `outputs`."""
    return inline_serializer(
        f"{component_name(serializer_class)}Page",
        {
            "results": serializer_class(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )


def component_name(serializer_class: type) -> str:
    """Floor and room before the name: several rooms have a Money of their own, and each stays itself."""
    name = serializer_class.__name__.removesuffix("Serializer")
    package, *below = serializer_class.__module__.split(".")
    if package == "crm":
        package = below[0]
    elif package not in APPS:
        return name  # made by a library, or by `paged` with its room already in the name
    room = "".join(word.title() for word in package.split("_"))
    if package in APPS and len(below) > 1:
        room += "".join(word.title() for word in below[0].split("_"))
    return name if name.startswith(room) or package == "api" else room + name


class DoorstepSchema(AutoSchema):
    """Names what each endpoint takes, gives and refuses."""

    def get_operation_id(self):
        parts = [part.replace("-", "_") for part in self._tokenize_path() if part not in ("api", "v1")]
        held = "_".join(name for name in self._path_names())
        name = "_".join(parts) or "root"
        return f"{self.method.lower()}_{name}" + (f"_by_{held}" if held else "")

    def get_tags(self):
        parts = [part for part in self._tokenize_path() if part not in ("api", "v1")]
        return parts[:1] or ["api"]

    def get_summary(self):
        words = (type(self.view).__doc__ or "").strip().splitlines()
        return words[0] if words and not words[0].startswith("A route of the API") else None

    def get_description(self):
        handler = getattr(self.view, self.method.lower(), None)
        return (getattr(handler, "__doc__", "") or "").strip()

    def get_auth(self):
        return [] if self._verb() is PUBLIC else [{"bearer": []}, {"session": []}]

    def get_extensions(self):
        return {} if self._verb() in (PUBLIC, None) else {"x-permission": self._verb()}

    def get_override_parameters(self):
        if self.method in UNSAFE:
            explained = _("Asking twice with one key has one effect and gives the same answer.")
            return [OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description=explained)]
        named = dict(self.view.filters)
        if getattr(
            self.view.outputs.get("GET"), "__name__", type(self.view.outputs.get("GET")).__name__
        ).endswith("Page"):
            named |= {
                "cursor": _("Where the page begins; from `next` or `previous`."),
                "size": _("Rows on the page."),
            }
        return [
            OpenApiParameter(
                name, int if name == "size" else str, OpenApiParameter.QUERY, description=str(meaning)
            )
            for name, meaning in named.items()
        ]

    def get_serializer_name(self, serializer, direction):
        return component_name(type(serializer))

    def get_request_serializer(self):
        return self.view.inputs.get(self.method)

    def get_response_serializers(self):
        declared = self.view.outputs.get(self.method, OpenApiTypes.OBJECT)
        if not isinstance(declared, dict):
            declared = {USUAL_STATUS[self.method]: None if self.method == "DELETE" else declared}
        refusals = {
            (status, "application/problem+json"): OpenApiResponse(Problem, description=str(meaning))
            for status, meaning in REFUSALS.items()
            if not (status in (409, 415) and self.method not in UNSAFE)
        }
        return {**declared, **refusals}

    def _verb(self):
        return self.view.verb_of(self.method)

    def _path_names(self):
        return [part.strip("{}") for part in self.path.split("/") if part.startswith("{")]
