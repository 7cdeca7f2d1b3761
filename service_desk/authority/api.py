"""The API of the limits."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.versions.api import BackOrShippedIn, VersionOut, Versions
from service_desk.authority import selectors, services
from service_desk.authority import serializers as wire
from service_desk.authority.history import shown_versions
from service_desk.authority.rules import Bound


def _body(user) -> dict:
    mine = {code: selectors.limit_of(user, code) for code in services.KNOWN_CURRENCIES}
    return {
        "version": selectors.number_in_force(),
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


class LimitsVersions(Versions):
    """The versions of the limits, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "authority.view", "POST": "authority.set"}
    inputs = {"POST": BackOrShippedIn}
    outputs = {"GET": VersionOut(many=True), "POST": wire.LimitsSerializer}
    rows = staticmethod(shown_versions)

    def bring_back(self, actor, **said) -> dict:
        services.bring_back(actor, **said)
        return _body(actor)
