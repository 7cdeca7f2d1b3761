"""How endpoints describe themselves in the OpenAPI document: from `inputs`, `outputs` and `verbs`."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from crm.accounts.permissions import PUBLIC

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


def paged(serializer_class) -> type:
    """The envelope of a cursor page of such rows, for `outputs`."""
    name = serializer_class.__name__.removesuffix("Serializer")
    return inline_serializer(
        f"{name}Page",
        {
            "results": serializer_class(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )


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
        if self.method not in UNSAFE:
            return super().get_override_parameters()
        explained = _("Asking twice with one key has one effect and gives the same answer.")
        return [
            *super().get_override_parameters(),
            OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description=explained),
        ]

    def get_request_serializer(self):
        declared = self.view.inputs.get(self.method)
        if declared is None and self.method in ("POST", "PUT", "PATCH"):
            return OpenApiTypes.OBJECT
        return declared

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
