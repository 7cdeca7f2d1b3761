"""The API of the register of promises."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from owners.days import day_of
from service_desk.cases.access import case_for
from service_desk.promises import selectors, services
from service_desk.promises import serializers as wire
from service_desk.promises.access import promise_for


class Promises(Endpoint):
    """The register, in the order it was written: `?view=` overdue (unless asked otherwise), open, mine, broken, kept,
    or late: kept, but after its day."""

    verbs = {"GET": "promises.view"}
    outputs = {"GET": paged(wire.PromiseSerializer)}

    def get(self, request):
        view = request.query_params.get("view", "overdue")
        rows = selectors.register(request.user, view, today=day_of(self.now))
        page = CursorPage(rows, request, order=("id",))
        return Response(page.answer(wire.PromiseSerializer(page.rows, many=True).data))


class PromisesOfCase(Endpoint):
    """The promises of a case; and writing one down."""

    verbs = {"GET": "promises.view", "POST": "promises.make"}
    inputs = {"POST": wire.MakePromiseSerializer}
    outputs = {"GET": wire.PromiseSerializer(many=True), "POST": wire.PromiseSerializer}

    def get(self, request, number):
        case = case_for(request.user, number, to="promises.view")
        return Response(wire.PromiseSerializer(selectors.of_case(case), many=True).data)

    def post(self, request, number):
        case = case_for(request.user, number, to="promises.make")
        promise = services.make(request.user, case, now=self.now, **self.given())
        return Response(wire.PromiseSerializer(promise).data, status=201)


class Settlement(Endpoint):
    """Say what became of a promise: kept, broken or withdrawn."""

    verbs = {"POST": "promises.settle"}
    inputs = {"POST": wire.SettlePromiseSerializer}
    outputs = {"POST": wire.PromiseSerializer}

    def post(self, request, public_id):
        promise = promise_for(request.user, public_id, to="promises.settle")
        promise = services.settle(request.user, promise, now=self.now, **self.given())
        return Response(wire.PromiseSerializer(promise).data, status=201)
