from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.messages import selectors, services
from crm.messages.serializers import MessageSerializer


class Messages(Endpoint):
    """Messages to the outside world: `?state=waiting`, `dead` or `sent`, newest first."""

    verbs = {"GET": "messages.view"}
    outputs = {"GET": paged(MessageSerializer)}

    def get(self, request):
        page = CursorPage(selectors.messages_in(request.query_params.get("state", "dead")), request)
        return Response(page.answer(MessageSerializer(page.rows, many=True).data))


class SendAgain(Endpoint):
    """Try a message that was given up once more, under its old identifier."""

    verbs = {"POST": "messages.send_again"}
    outputs = {"POST": MessageSerializer}

    def post(self, request, public_id):
        row = services.send_again(request.user, selectors.message_by(public_id), now=self.now)
        return Response(dict(MessageSerializer(row).data))
