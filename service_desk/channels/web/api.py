"""The API of the links by which owners come in themselves."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from service_desk.cases.access import case_for
from service_desk.channels.web import services


class SentOut(serializers.Serializer):
    via = serializers.CharField(help_text="by which way it went; the link itself is the owner's alone")


class OwnerLinkOfCase(Endpoint):
    """Write to the owner with a link of his own; earlier ones no longer open."""

    verbs = {"POST": "cases.write"}
    outputs = {"POST": SentOut}

    def post(self, request, number):
        case = case_for(request.user, number, to="cases.write")
        return Response({"via": services.send_link(request.user, case, now=self.now)}, status=201)
