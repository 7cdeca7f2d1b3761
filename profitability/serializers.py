"""Ledger entries, assessments and valuations as they go over the wire. Money is minor units."""

from rest_framework import serializers

from .ledger.services import MOST
from .ledger.states import EntryKind


class MoneySerializer(serializers.Serializer):
    amount = serializers.IntegerField(min_value=-MOST, max_value=MOST, help_text="minor units")
    currency = serializers.CharField(max_length=3, help_text="the project's own")


class EntrySerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    owner = serializers.CharField(source="owner.number")
    project = serializers.CharField(source="project.code")
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(EntryKind.choices)
    kind_label = serializers.CharField(source="get_kind_display")
    value = serializers.SerializerMethodField()
    estimated = serializers.BooleanField()
    source = serializers.SerializerMethodField()
    note = serializers.CharField()

    def get_value(self, row) -> dict:
        return {"amount": row.amount, "currency": row.currency}

    def get_source(self, row) -> str:
        return f"{row.source_kind}:{row.source_ref}"


class NewEntrySerializer(serializers.Serializer):
    owner = serializers.CharField(help_text="number of the owner")
    project = serializers.CharField(help_text="code of the project")
    kind = serializers.ChoiceField(EntryKind.choices)
    value = MoneySerializer(help_text="cost is negative")
    source = serializers.CharField(max_length=64, help_text="your own reference; the same one is posted once")
    at = serializers.DateTimeField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class OfferSerializer(serializers.Serializer):
    plan = serializers.CharField()
    label = serializers.CharField()
    cost = serializers.IntegerField()
    chance = serializers.FloatField()
    benefit = serializers.IntegerField()
    net = serializers.IntegerField()
    net_low = serializers.IntegerField()
    net_high = serializers.IntegerField()


class LineSerializer(serializers.Serializer):
    code = serializers.CharField()
    what = serializers.CharField()
    amount = serializers.IntegerField(allow_null=True)
    how = serializers.CharField()


class AssessmentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    owner = serializers.CharField()
    project = serializers.CharField()
    at = serializers.DateTimeField()
    assumptions = serializers.IntegerField(help_text="version")
    currency = serializers.CharField()
    value_to_date = serializers.IntegerField()
    expected = serializers.DictField(child=serializers.IntegerField())
    at_stake = serializers.DictField(child=serializers.IntegerField())
    completeness = serializers.IntegerField(help_text="per cent")
    situation = serializers.DictField()
    best_plan = serializers.CharField()
    plans = OfferSerializer(many=True)
    lines = LineSerializer(many=True)


class NewAssessmentSerializer(serializers.Serializer):
    owner = serializers.CharField(help_text="number of the owner")
    project = serializers.CharField(help_text="code of the project")
    score = serializers.IntegerField(required=False, min_value=0, max_value=100)
    attitude = serializers.ChoiceField(
        ["very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied"], required=False
    )
    substantiated = serializers.BooleanField(required=False, allow_null=True)
    fault_share = serializers.IntegerField(required=False, min_value=0, max_value=100)
    subject = serializers.CharField(required=False, max_length=80)


class ValuationSerializer(serializers.Serializer):
    owner = serializers.CharField()
    currency = serializers.CharField()
    value_to_date = serializers.IntegerField()
    expected = serializers.DictField(child=serializers.IntegerField())
    completeness = serializers.IntegerField(help_text="per cent")
    lines = LineSerializer(many=True)


class GroupSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    owners = serializers.IntegerField()
    revenue = serializers.IntegerField()
    cost = serializers.IntegerField()
    net = serializers.IntegerField()
    mean = serializers.IntegerField()


class ValuationsSerializer(serializers.Serializer):
    currency = serializers.CharField()
    by_project = GroupSerializer(many=True)
    by_stage = GroupSerializer(many=True)
