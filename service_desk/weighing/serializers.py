"""Weighings as they go over the wire; sums in minor units."""

from rest_framework import serializers

from service_desk.cases.inputs import VersionedSerializer
from service_desk.cases.serializers import PersonSerializer
from service_desk.weighing import rules
from service_desk.weighing.wording import reasons_of


class WeighSerializer(VersionedSerializer):
    relation = serializers.ChoiceField(rules.ANSWERS["relation"])
    again = serializers.ChoiceField(rules.ANSWERS["again"])
    word = serializers.ChoiceField(rules.ANSWERS["word"])
    reasonable = serializers.ChoiceField(rules.ANSWERS["reasonable"])
    fault = serializers.IntegerField(min_value=0, max_value=100)
    loss = serializers.IntegerField(min_value=0, max_value=2**53 - 1)


class WeighingSerializer(serializers.Serializer):
    rule = serializers.IntegerField(help_text="version of the weights; 0 as shipped")
    standard = serializers.IntegerField(help_text="what is owed: never less than this")
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    currency = serializers.CharField()
    reasons = serializers.SerializerMethodField()
    by = PersonSerializer()
    at = serializers.DateTimeField()

    def get_reasons(self, row) -> list[str]:
        return reasons_of(row)


class WeightsSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    weights = serializers.DictField()


class SetWeightsSerializer(serializers.Serializer):
    weights = serializers.DictField()
    because = serializers.CharField(max_length=500)
    seen = serializers.IntegerField(required=False, allow_null=True, default=None)
