"""Limits as they go over the wire; sums in minor units."""

from rest_framework import serializers

from service_desk.authority import rules
from service_desk.authority.services import KNOWN_CURRENCIES
from service_desk.cases.terms import PartKind


class BoundSerializer(serializers.Serializer):
    role = serializers.ChoiceField([(role, role) for role in rules.LEVELS])
    currency = serializers.ChoiceField([(code, code) for code in KNOWN_CURRENCIES])
    kind = serializers.ChoiceField(
        [("", ""), *PartKind.choices], required=False, default="", help_text="empty: everything together"
    )
    amount = serializers.IntegerField(min_value=0, max_value=2**53, help_text="minor units")
    joint_from = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        max_value=2**53,
        help_text="from this sum on the level below signs too",
    )


class LimitsSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    bounds = BoundSerializer(many=True)
    mine = serializers.DictField(
        child=serializers.IntegerField(), help_text="my own highest sum, by currency"
    )


class SetLimitsSerializer(serializers.Serializer):
    bounds = BoundSerializer(many=True, max_length=200)
    because = serializers.CharField(max_length=500)
    seen = serializers.IntegerField(required=False, allow_null=True, default=None)
