"""The API of the warranty of cases."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.errors import NotFound
from service_desk.cases.access import case_for

from . import selectors, services, wording
from .states import Coverage


class CheckIn(serializers.Serializer):
    part = serializers.CharField(max_length=32, help_text="the code of a part of the home's country")


class ExtensionIn(serializers.Serializer):
    part = serializers.CharField(max_length=32)
    until = serializers.DateField(help_text="the last day promised")


class CheckOut(serializers.Serializer):
    part = serializers.CharField()
    part_label = serializers.CharField()
    coverage = serializers.ChoiceField(choices=Coverage.choices)
    coverage_label = serializers.CharField()
    until = serializers.DateField(allow_null=True)
    judged_for = serializers.DateField()
    rule = serializers.CharField()


def _check(row) -> dict:
    return {
        "part": row.part.code,
        "part_label": row.part.label,
        "coverage": str(row.coverage),
        "coverage_label": row.get_coverage_display(),
        "until": row.until,
        "judged_for": row.judged_for,
        "rule": wording.rule_text(row.rule),
    }


class WarrantyOfCase(Endpoint):
    """Which part a case is about and whether it is warranted; 404 before anybody has said so."""

    verbs = {"GET": "cases.view", "PUT": "warranty.judge"}
    inputs = {"PUT": CheckIn}
    outputs = {"GET": CheckOut, "PUT": CheckOut}

    def get(self, request, number):
        row = selectors.check_of(case_for(request.user, number))
        if row is None:
            raise NotFound
        return Response(_check(row))

    def put(self, request, number):
        """Judged for the day of the report. A case without a home is refused with the code `no_home`."""
        case = case_for(request.user, number, to="warranty.judge")
        return Response(_check(services.judge(request.user, case, now=self.now, **self.given())))


class ExtensionOfCase(Endpoint):
    """The longer warranty that the owner agreed to."""

    verbs = {"POST": "warranty.extend"}
    inputs = {"POST": ExtensionIn}
    outputs = {"POST": CheckOut}

    def post(self, request, number):
        """Without an agreed proposal that promises one, refused with the code `nothing_promised`."""
        case = case_for(request.user, number, to="warranty.extend")
        row = services.extend(request.user, case, now=self.now, **self.given())
        return Response(_check(row), status=201)
