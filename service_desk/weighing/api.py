"""The API of weighing."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.versions.api import BackOrShippedIn, VersionOut, Versions
from service_desk.cases.access import case_for
from service_desk.weighing import selectors, services
from service_desk.weighing import serializers as wire
from service_desk.weighing.history import shown_versions


class WeighingsOfCase(Endpoint):
    """How the demand of a case was weighed, newest first; and weighing it."""

    verbs = {"GET": "weighing.view", "POST": "weighing.weigh"}
    inputs = {"POST": wire.WeighSerializer}
    outputs = {"GET": wire.WeighingSerializer(many=True), "POST": wire.WeighingSerializer}

    def get(self, request, number):
        case = case_for(request.user, number, to="weighing.view")
        return Response(wire.WeighingSerializer(selectors.of_case(case), many=True).data)

    def post(self, request, number):
        case = case_for(request.user, number, to="weighing.weigh")
        value = selectors.value_of(case)
        row = services.weigh(request.user, case, value=value, now=self.now, **self.given())
        return Response(wire.WeighingSerializer(row).data, status=201)


class Weights(Endpoint):
    """The weights in force; and a new version of them."""

    verbs = {"GET": "weighing.view", "POST": "weighing.set"}
    inputs = {"POST": wire.SetWeightsSerializer}
    outputs = {"GET": wire.WeightsSerializer, "POST": wire.WeightsSerializer}

    def get(self, request):
        number, weights = selectors.in_force()
        return Response({"number": number, "weights": weights})

    def post(self, request):
        row = services.set_weights(request.user, now=self.now, **self.given())
        return Response({"number": row.number, "weights": row.weights}, status=201)


class WeightsVersions(Versions):
    """The versions of the weights, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "weighing.view", "POST": "weighing.set"}
    inputs = {"POST": BackOrShippedIn}
    outputs = {"GET": VersionOut(many=True), "POST": wire.WeightsSerializer}
    rows, bring_back = staticmethod(shown_versions), staticmethod(services.bring_back)
