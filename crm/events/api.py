from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.events import selectors, services
from crm.events.serializers import EventSerializer, ReplayedSerializer


class Events(Endpoint):
    """Facts on their way: `?state=waiting`, `dead` or `done`, newest first."""

    verbs = {"GET": "events.view"}
    outputs = {"GET": paged(EventSerializer)}

    def get(self, request):
        rows = selectors.events_in(request.query_params.get("state", "dead"))
        page = CursorPage(rows, request)
        return Response(page.answer(EventSerializer(page.rows, many=True).data))


class Event(Endpoint):
    """One fact and how its delivery went."""

    verbs = {"GET": "events.view"}
    outputs = {"GET": EventSerializer}

    def get(self, request, public_id):
        return Response(dict(EventSerializer(selectors.event_by(public_id)).data))


class Replay(Endpoint):
    """Deliver a dead event again."""

    verbs = {"POST": "events.replay"}
    outputs = {"POST": EventSerializer}

    def post(self, request, public_id):
        row = services.replay(request.user, selectors.event_by(public_id), now=self.now)
        return Response(dict(EventSerializer(row).data))


class ReplayAll(Endpoint):
    """Deliver all dead events again, the oldest thousand at most."""

    verbs = {"POST": "events.replay"}
    outputs = {"POST": ReplayedSerializer}

    def post(self, request):
        return Response({"replayed": services.replay_all(request.user, now=self.now)})
