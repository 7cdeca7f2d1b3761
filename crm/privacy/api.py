from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.privacy import services


class RevealSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    subject = serializers.CharField(help_text="The kind of thing and its public number.")
    field = serializers.CharField()
    because = serializers.CharField()


class Reveals(Endpoint):
    """Who unmasked what, and why."""

    verbs = {"GET": "privacy.reveals"}
    outputs = {"GET": paged(RevealSerializer)}

    def get(self, request):
        page = CursorPage(services.reveals(), request, order=("-at", "-id"))
        return Response(page.answer(_row(row) for row in page.rows))


def _row(row) -> dict:
    kind = row.subject.partition(":")[0]
    return {
        "at": row.at,
        "actor": row.actor.username,
        "subject": f"{kind} {row.label}",
        "field": row.field,
        "because": row.because,
    }
