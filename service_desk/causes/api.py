"""The API of the tree of causes and of naming them."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.versions.api import ReasonIn
from service_desk.cases.access import case_for
from service_desk.repairs.access import contractor_called

from . import selectors, services
from .access import cause_for
from .states import NamedAt


class CauseIn(serializers.Serializer):
    code = serializers.CharField(max_length=80, help_text="class.part.defect")
    names = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=80))
    words = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    position = serializers.IntegerField(min_value=0, max_value=9999, required=False)


class CausePatch(serializers.Serializer):
    names = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=80))
    words = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    position = serializers.IntegerField(min_value=0, max_value=9999, default=0)
    active = serializers.BooleanField(default=True)
    version = serializers.IntegerField(required=False, help_text="what you had seen; stale: 409")


class CauseOut(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    path = serializers.CharField()
    level = serializers.IntegerField()
    names = serializers.DictField(child=serializers.CharField())
    words = serializers.ListField(child=serializers.CharField())
    active = serializers.BooleanField()
    version = serializers.IntegerField()


class CausesOut(serializers.Serializer):
    results = CauseOut(many=True)


class NamingIn(serializers.Serializer):
    code = serializers.CharField(max_length=80)
    contractor = serializers.CharField(max_length=20, required=False)
    because = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False)


class NamingOut(serializers.Serializer):
    code = serializers.CharField()
    path = serializers.CharField()
    at_step = serializers.ChoiceField(choices=NamedAt.choices)
    was = serializers.CharField()
    contractor = serializers.CharField(allow_null=True)
    named_at = serializers.DateTimeField()


class ReturnIn(ReasonIn):
    version = serializers.IntegerField(min_value=1)


class NamingsOut(serializers.Serializer):
    results = NamingOut(many=True)


def _cause(row, labels) -> dict:
    names = ("code", "level", "names", "words", "active", "version")
    path = selectors.wording.path_text(row.code, labels)
    return {name: getattr(row, name) for name in names} | {"label": row.label, "path": path}


def _naming(row, labels) -> dict:
    return {
        "code": row.cause.code,
        "path": selectors.wording.path_text(row.cause.code, labels),
        "at_step": str(row.at_step),
        "was": row.was,
        "contractor": row.contractor.code if row.contractor else None,
        "named_at": row.named_at,
    }


class Causes(Endpoint):
    """The tree of classes, parts and defects; and adding to it."""

    verbs = {"GET": "causes.view", "POST": "causes.edit"}
    inputs = {"POST": CauseIn}
    outputs = {"GET": CausesOut, "POST": CauseOut}

    def get(self, request):
        """`q`: letters of a name in any of the four languages, pinyin, or its first letters."""
        rows, labels = selectors.tree(), selectors.labels()
        if query := request.query_params.get("q", ""):
            wanted = [choice.code for choice in selectors.found(query, limit=50)]
            known = {row.code: row for row in rows}
            rows = [known[code] for code in wanted]
        return Response({"results": [_cause(row, labels) for row in rows]})

    def post(self, request):
        """A code that is here already is refused with the code `duplicate_cause`."""
        row = services.add_cause(request.user, now=self.now, **self.given())
        return Response(_cause(row, selectors.labels()), status=201)


class OneCause(Endpoint):
    """One cause; and changing what it is called."""

    verbs = {"GET": "causes.view", "PUT": "causes.edit"}
    inputs = {"PUT": CausePatch}
    outputs = {"GET": CauseOut, "PUT": CauseOut}

    def get(self, request, code):
        return Response(_cause(cause_for(request.user, code), selectors.labels()))

    def put(self, request, code):
        row = cause_for(request.user, code, to="causes.edit")
        row = services.edit_cause(request.user, row, now=self.now, **self.given())
        return Response(_cause(row, selectors.labels()))


class CauseReturn(Endpoint):
    """Let a cause say again what it said in an earlier version; that is a new version."""

    verbs = {"POST": "causes.edit"}
    inputs = {"POST": ReturnIn}
    outputs = {"POST": CauseOut}

    def post(self, request, code):
        row = cause_for(request.user, code, to="causes.edit")
        given = self.given()
        row = services.bring_back(request.user, row, given.pop("version"), now=self.now, **given)
        return Response(_cause(row, selectors.labels()), status=201)


class CausesOfCase(Endpoint):
    """What was named as the cause of a case; and naming it."""

    verbs = {"GET": "cases.view", "POST": "causes.name"}
    inputs = {"POST": NamingIn}
    outputs = {"GET": NamingsOut, "POST": NamingOut}

    def get(self, request, number):
        rows, labels = selectors.causes_of(case_for(request.user, number)), selectors.labels()
        return Response({"results": [_naming(row, labels) for row in rows]})

    def post(self, request, number):
        case, said = case_for(request.user, number, to="causes.name"), dict(self.given())
        company = said.pop("contractor", "")
        row = services.name_cause(
            request.user,
            case,
            contractor=contractor_called(company) if company else None,
            now=self.now,
            **said,
        )
        return Response(_naming(row, selectors.labels()), status=201)


class AddedOut(serializers.Serializer):
    added = serializers.IntegerField()


class StandardCauses(Endpoint):
    """Add of the shipped tree what is missing."""

    verbs = {"POST": "causes.edit"}
    outputs = {"POST": AddedOut}

    def post(self, request):
        return Response({"added": services.add_standard_causes(request.user, now=self.now)}, status=201)
