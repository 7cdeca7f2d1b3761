"""Promises as they go over the wire."""

from rest_framework import serializers

from service_desk.cases.inputs import VersionedSerializer
from service_desk.cases.serializers import MoneyField, PersonSerializer, label
from service_desk.promises.forms import ENDS, SAID


class MakePromiseSerializer(VersionedSerializer):
    text = serializers.CharField(max_length=2000)
    due_on = serializers.DateField(required=False, allow_null=True)
    amount = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=2**53, help_text="minor units"
    )
    origin = serializers.ChoiceField(SAID, required=False)


class SettlePromiseSerializer(serializers.Serializer):
    status = serializers.ChoiceField(ENDS)
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class PromiseSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    case = serializers.CharField(source="case.number")
    text = serializers.CharField()
    sum = MoneyField()
    due_on = serializers.DateField(allow_null=True)
    origin = serializers.CharField()
    origin_label = label("origin")
    status = serializers.CharField()
    status_label = label("status")
    late = serializers.BooleanField(help_text="kept, but after its day")
    promised_by = PersonSerializer()
    promised_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)
    settled_because = serializers.CharField()
