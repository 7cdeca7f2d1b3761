"""The API of the figures about causes."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint

from . import counting
from .report_views import asked_in


class LineOut(serializers.Serializer):
    key = serializers.CharField(help_text="code of a cause, first day of a month, or an id")
    label = serializers.CharField()
    count = serializers.IntegerField()
    share = serializers.FloatField(help_text="percent of all that was counted")
    together = serializers.FloatField(help_text="percent up to and with this one")


class ReportOut(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    count = serializers.IntegerField()
    results = LineOut(many=True)


class Report(Endpoint):
    """How often what was reported: complaints and repairs received within a stretch of days."""

    verbs = {"GET": "causes.report"}
    outputs = {"GET": ReportOut}

    def get(self, request):
        """`by` (cause, month, building, phase, contractor), `level` (1–3), `under` (code), `project`, `since`, `until`."""
        asked = asked_in(request.user, request.query_params, timezone.localtime(self.now).date())
        lines = counting.lines(request.user, asked)
        results = [
            {
                "key": line.key,
                "label": line.label,
                "count": line.count,
                "share": line.share,
                "together": line.together,
            }
            for line in lines
        ]
        whole = sum(line.count for line in lines)
        return Response({"since": asked.since, "until": asked.until, "count": whole, "results": results})
