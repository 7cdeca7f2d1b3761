from rest_framework import serializers

from crm.privacy.models import Purpose

from .forms import SOURCES
from .states import Confirmed, ErasureStatus, ExportStatus


class ReasonIn(serializers.Serializer):
    because = serializers.CharField(max_length=200, help_text="who asked for it, and how")


class ConfirmIn(serializers.Serializer):
    typed = serializers.CharField(
        max_length=20,
        required=False,
        allow_blank=True,
        default="",
        help_text="the owner's number, where nobody else confirms",
    )


class ExportOut(serializers.Serializer):
    id = serializers.UUIDField()
    owner = serializers.CharField()
    status = serializers.ChoiceField(choices=ExportStatus.choices)
    asked_at = serializers.DateTimeField()
    rows = serializers.IntegerField()
    expires_at = serializers.DateTimeField(allow_null=True)


class FateOut(serializers.Serializer):
    table = serializers.CharField()
    rows = serializers.IntegerField()
    becomes = serializers.CharField(help_text="delete, empty or keep")
    because = serializers.CharField()


class HindranceOut(serializers.Serializer):
    text = serializers.CharField()
    numbers = serializers.ListField(child=serializers.CharField())


class ErasureOut(serializers.Serializer):
    id = serializers.UUIDField()
    owner = serializers.CharField()
    status = serializers.ChoiceField(choices=ErasureStatus.choices)
    asked_at = serializers.DateTimeField()
    asked_by = serializers.CharField()
    confirmed = serializers.ChoiceField(choices=Confirmed.choices, allow_blank=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    hindrances = HindranceOut(many=True)
    fates = FateOut(many=True)


class ConsentIn(serializers.Serializer):
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    given = serializers.BooleanField()
    source = serializers.ChoiceField(choices=SOURCES)
    until = serializers.DateTimeField(required=False, allow_null=True, default=None)


class StatementOut(serializers.Serializer):
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    given = serializers.BooleanField()
    at = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    source = serializers.CharField()
    wording = serializers.CharField()


class StandingOut(serializers.Serializer):
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    purpose_label = serializers.CharField()
    runs = serializers.BooleanField(help_text="agreed, and not run out")
    statement = StatementOut(allow_null=True)


class ConsentsOut(serializers.Serializer):
    purposes = StandingOut(many=True)
    history = StatementOut(many=True)
