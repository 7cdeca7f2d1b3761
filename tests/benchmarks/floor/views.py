from django.db import transaction
from rest_framework import generics, serializers, views
from rest_framework.response import Response

from service_desk.cases.models import Case
from tests.benchmarks.floor.models import Message, Ticket
from tests.benchmarks.searching import rows_of

LISTED = [
    "number", "project", "kind", "channel", "summary", "language", "subject", "severity",
    "status", "assignee", "round", "received_at", "due_at",
]  # fmt: skip


class CaseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Case
        fields = LISTED


class CaseList(generics.ListAPIView):
    """The same rows as our queue shows, serialised the plain way; no scope, no counts, no sign-in."""

    authentication_classes = ()
    permission_classes = ()
    serializer_class = CaseSerializer

    def get_queryset(self):
        return Case.objects.order_by("-received_at", "-id")[:25]


class NamedCaseSerializer(CaseSerializer):
    """With the names that our list shows of what a case refers to, read the plain way."""

    project_code = serializers.CharField(source="project.code")
    project_name = serializers.CharField(source="project.name")
    assignee_name = serializers.CharField(source="assignee.display_name", default=None)
    home_number = serializers.CharField(source="home.number", default=None)
    owner_name = serializers.CharField(source="owner.name", default=None)

    class Meta(CaseSerializer.Meta):
        fields = [*LISTED, "project_code", "project_name", "assignee_name", "home_number", "owner_name"]


class NamedCaseList(CaseList):
    serializer_class = NamedCaseSerializer

    def get_queryset(self):
        rows = Case.objects.select_related("project", "assignee", "home", "owner")
        return rows.order_by("-received_at", "-id")[:25]


class RawRows(views.APIView):
    """The rows of one statement on an index, written out as they come; no scope, no sign-in, no order of fit."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request):
        return Response(rows_of(request.data["sql"], request.data["values"]))


class StatementSet(views.APIView):
    """Several statements one after the other, their rows written out as they come; no scope, no sign-in."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request):
        return Response([rows_of(sql, None) for sql in request.data["statements"]])


class TicketSerializer(serializers.ModelSerializer):
    class Meta:
        model = Ticket
        fields = ["id", "title", "text", "status", "created_at"]

    @transaction.atomic
    def create(self, validated):
        ticket = super().create(validated)
        Message.objects.create(ticket=ticket, text=validated["text"])
        return ticket


class TicketCreate(generics.CreateAPIView):
    """One row and its first message, committed."""

    authentication_classes = ()
    permission_classes = ()
    serializer_class = TicketSerializer
    queryset = Ticket.objects.all()
