"""Handing over as it goes over the wire."""

from rest_framework import serializers

from service_desk.cases.inputs import VersionedSerializer
from service_desk.cases.serializers import PersonSerializer, PlaceSerializer, label


class AskSerializer(VersionedSerializer):
    to = serializers.CharField(required=False, allow_null=True, help_text="the colleague's sign-in name, or")
    team = serializers.CharField(required=False, allow_null=True, help_text="the department's code")
    because = serializers.CharField(max_length=2000)


class AcceptSerializer(serializers.Serializer):
    pass


class RefuseSerializer(serializers.Serializer):
    because = serializers.CharField(max_length=2000)


class WithdrawSerializer(serializers.Serializer):
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class HandOverSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    case = serializers.CharField(source="case.number")
    giver = PersonSerializer(allow_null=True)
    to = PersonSerializer(allow_null=True)
    team = PlaceSerializer(allow_null=True)
    because = serializers.CharField()
    status = serializers.CharField()
    status_label = label("status")
    proposed_by = PersonSerializer()
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
