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
    also = serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        default=list,
        help_text="cases of unknown callers, of those under `perhaps`, that are this person's and go as well",
    )


class ExportOut(serializers.Serializer):
    id = serializers.UUIDField()
    owner = serializers.CharField()
    status = serializers.ChoiceField(choices=ExportStatus.choices)
    asked_at = serializers.DateTimeField()
    rows = serializers.IntegerField()
    expires_at = serializers.DateTimeField(allow_null=True)
    handed_at = serializers.DateTimeField(allow_null=True)
    handed_to = serializers.CharField()


class HandOverIn(serializers.Serializer):
    to = serializers.CharField(max_length=200, help_text="to whom, and how")


class HoldOut(serializers.Serializer):
    because = serializers.CharField()
    set_at = serializers.DateTimeField()
    set_by = serializers.CharField()


class FateOut(serializers.Serializer):
    table = serializers.CharField()
    rows = serializers.IntegerField()
    becomes = serializers.CharField(help_text="delete, empty or keep")
    because = serializers.CharField()


class HindranceOut(serializers.Serializer):
    text = serializers.CharField()
    numbers = serializers.ListField(child=serializers.CharField())


class PerhapsOut(serializers.Serializer):
    number = serializers.CharField()
    at = serializers.DateTimeField()
    beside = serializers.CharField(help_text="the person's case under which it was dealt with")


class ErasureRow(serializers.Serializer):
    id = serializers.UUIDField()
    owner = serializers.CharField()
    status = serializers.ChoiceField(choices=ErasureStatus.choices)
    asked_at = serializers.DateTimeField()
    asked_by = serializers.CharField()
    confirmed = serializers.ChoiceField(choices=Confirmed.choices, allow_blank=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class ErasureOut(ErasureRow):
    hindrances = HindranceOut(many=True)
    perhaps = PerhapsOut(many=True)
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


class LinkOut(serializers.Serializer):
    expires_at = serializers.DateTimeField(help_text="the link itself goes to the owner and to nobody else")


class ConsentsOut(serializers.Serializer):
    purposes = StandingOut(many=True)
    history = StatementOut(many=True)
