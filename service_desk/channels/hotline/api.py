"""The API of the hotline's tickets."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from service_desk.channels.access import ticket_for
from service_desk.channels.hotline import selectors, services


class TicketOut(serializers.Serializer):
    ticket = serializers.CharField()
    case = serializers.CharField(source="case.number")
    office = serializers.CharField()
    must_reply = serializers.BooleanField()
    reply_due_at = serializers.DateTimeField(allow_null=True)
    reply = serializers.CharField()
    replied_at = serializers.DateTimeField(allow_null=True)


class ReplyIn(serializers.Serializer):
    words = serializers.CharField(max_length=services.LONGEST)


class Tickets(Endpoint):
    """The hotline's tickets: `?state=waiting`, `replied` or `all`, newest first."""

    verbs = {"GET": "hotline.view"}
    outputs = {"GET": paged(TicketOut)}

    def get(self, request):
        rows = selectors.tickets(request.user, request.query_params.get("state", "waiting"))
        page = CursorPage(rows, request)
        return Response(page.answer(TicketOut(page.rows, many=True).data))


class ReplyToHotline(Endpoint):
    """Write what the hotline is told of a case; said once."""

    verbs = {"POST": "hotline.reply"}
    inputs = {"POST": ReplyIn}
    outputs = {"POST": TicketOut}

    def post(self, request, number):
        ticket = ticket_for(request.user, number, to="hotline.reply")
        row = services.reply(request.user, ticket, words=self.given()["words"], now=self.now)
        return Response(dict(TicketOut(row).data), status=201)
