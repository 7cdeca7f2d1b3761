"""The API of the privacy officer: who saw what, who sees what, how much an hour, and what people agree to."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.privacy import services, visibility
from crm.privacy.models import Purpose


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


class ColumnSerializer(serializers.Serializer):
    column = serializers.CharField()
    roles = serializers.DictField(
        child=serializers.ChoiceField(choices=[show.value for show in visibility.Show]),
        help_text="clear or masked by role; who is not named sees nothing",
    )


class Columns(Endpoint):
    """Which role sees which personal column, and how much of it."""

    verbs = {"GET": "privacy.table"}
    outputs = {"GET": ColumnSerializer(many=True)}

    def get(self, request):
        return Response(
            [
                {"column": column.key, "roles": {role: show.value for role, show in column.roles.items()}}
                for column in visibility.columns()
            ]
        )


class LimitSerializer(serializers.Serializer):
    role = serializers.CharField()
    per_hour = serializers.IntegerField(min_value=1, max_value=1000)


class Limits(Endpoint):
    """How many values each role may unmask within an hour."""

    verbs = {"GET": "privacy.limits", "PUT": "privacy.limits"}
    inputs = {"PUT": LimitSerializer}
    outputs = {"GET": LimitSerializer(many=True), "PUT": {200: LimitSerializer}}

    def get(self, request):
        return Response([{"role": role, "per_hour": most} for role, _name, most in services.limits()])

    def put(self, request):
        row = services.set_limit(request.user, now=self.now, **self.given())
        return Response({"role": row.role, "per_hour": row.per_hour})


class WordingInSerializer(serializers.Serializer):
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    texts = serializers.DictField(
        child=serializers.CharField(max_length=600), help_text="by language: en, zh-hans, zh-hant, fi"
    )


class WordingSerializer(WordingInSerializer):
    code = serializers.CharField(help_text="as it stands in a consent")
    active_from = serializers.DateTimeField()


class Wordings(Endpoint):
    """What people agree to, in every version and language; and a new version."""

    verbs = {"GET": "privacy.wordings", "POST": "privacy.wordings"}
    inputs = {"POST": WordingInSerializer}
    outputs = {"GET": WordingSerializer(many=True), "POST": WordingSerializer}

    def get(self, request):
        return Response([_wording(row) for row in services.wordings()])

    def post(self, request):
        """A text that lacks a language is refused."""
        row = services.write_wording(request.user, now=self.now, **self.given())
        return Response(_wording(row), status=201)


def _wording(row) -> dict:
    names = ("code", "purpose", "texts", "active_from")
    return {name: getattr(row, name) for name in names}
