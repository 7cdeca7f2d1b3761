from django.db import transaction
from rest_framework import generics, serializers

from service_desk.cases.models import Case
from tests.benchmarks.floor.models import Message, Ticket

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
