"""Directives as they go over the wire."""

from rest_framework import serializers

from service_desk.cases.serializers import (
    MoneyField,
    OwnerRefSerializer,
    PersonSerializer,
    PlaceSerializer,
    label,
)


class DirectiveSerializer(serializers.Serializer):
    number = serializers.CharField()
    owner = OwnerRefSerializer()
    case = serializers.CharField(source="case.number", allow_null=True, default=None)
    project = PlaceSerializer(allow_null=True)
    purpose = serializers.CharField()
    plan = serializers.CharField()
    instruction = serializers.CharField()
    reason = serializers.CharField()
    status = serializers.CharField()
    status_label = label("status")
    assignee = PersonSerializer(allow_null=True)
    department = PlaceSerializer(allow_null=True)
    budget = MoneyField("budget_amount")
    spent = MoneyField("spent_amount")
    issued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    fulfilled_at = serializers.DateTimeField(allow_null=True)
    result = serializers.CharField()
    decision = serializers.UUIDField(source="decision_ref", allow_null=True)


class AcceptSerializer(serializers.Serializer):
    pass


class FulfilSerializer(serializers.Serializer):
    result = serializers.CharField(max_length=20_000)
    spent_amount = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=2**62, help_text="minor units"
    )


class WithdrawSerializer(serializers.Serializer):
    because = serializers.CharField(max_length=2000)
