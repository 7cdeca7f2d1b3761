"""The API of mentions: where one was named in an internal note, and that one has read it."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from service_desk.conversation import selectors, services
from service_desk.conversation.serializers import MentionSerializer, ReadSerializer


class Mentions(Endpoint):
    """Where one was named, newest first."""

    verbs = {"GET": "cases.view"}
    outputs = {"GET": paged(MentionSerializer)}

    def get(self, request):
        page = CursorPage(selectors.mentions_of(request.user), request, order=("-at", "-id"))
        return Response(page.answer(MentionSerializer(page.rows, many=True).data))


class ReadMentions(Endpoint):
    """All of them are read; how many were not."""

    verbs = {"POST": "cases.view"}
    outputs = {"POST": ReadSerializer}

    def post(self, request):
        return Response({"read": services.read_all(request.user, now=self.now)}, status=201)
