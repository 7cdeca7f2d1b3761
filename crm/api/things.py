"""Routes that differ only in their thing: one's own list of them, one of them, and what is done to one.

A room names its selector, its `…_for(user, address, to=verb)` and its service; where more has to be read or told, it
writes an `Endpoint` of its own.
"""

from rest_framework.response import Response

from crm.api.views import Endpoint


class Listed(Endpoint):
    """GET gives what `rows(user)` finds."""

    rows = None

    def get(self, request):
        return Response(type(self.outputs["GET"].child)(self.rows(request.user), many=True).data)


class Shown(Endpoint):
    """GET gives the thing that `find(user, address, to=verb)` finds."""

    find = None

    def get(self, request, **address):
        thing = self.find(request.user, *address.values(), to=self.verbs["GET"])
        return Response(self.outputs["GET"](thing).data)


class Deed(Endpoint):
    """POST does `do(actor, thing, *, now, …)` to the thing of the address with what was sent, and gives what came of it."""

    find = None
    do = None

    def post(self, request, **address):
        thing = self.find(request.user, *address.values(), to=self.verbs["POST"])
        found = self.do(request.user, thing, now=self.now, **self.given())
        return Response(self.outputs["POST"](found).data, status=201)
