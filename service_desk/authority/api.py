"""The API of the limits."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from service_desk.authority import selectors, services
from service_desk.authority import serializers as wire
from service_desk.authority.rules import Bound


def _body(user) -> dict:
    versions = selectors.schemes(limit=1)
    mine = {code: selectors.limit_of(user, code) for code in services.KNOWN_CURRENCIES}
    return {
        "version": versions[0].number if versions else 0,
        "bounds": wire.BoundSerializer(selectors.bounds_in_force(), many=True).data,
        "mine": mine,
    }


class Limits(Endpoint):
    """Who may promise how much; and a new version of it."""

    verbs = {"GET": "authority.view", "POST": "authority.set"}
    inputs = {"POST": wire.SetLimitsSerializer}
    outputs = {"GET": wire.LimitsSerializer, "POST": wire.LimitsSerializer}

    def get(self, request):
        return Response(_body(request.user))

    def post(self, request):
        given = self.given()
        bounds = [Bound(**row) for row in given["bounds"]]
        said = {"because": given["because"], "seen": given["seen"]}
        services.set_limits(request.user, bounds=bounds, now=self.now, **said)
        return Response(_body(request.user), status=201)
