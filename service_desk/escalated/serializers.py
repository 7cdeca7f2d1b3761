"""Difficult complaints as they go over the wire; sums in minor units."""

from rest_framework import serializers

from service_desk.cases.inputs import LARGEST, VersionedSerializer
from service_desk.cases.serializers import PersonSerializer, label
from service_desk.cases.terms import PartKind
from service_desk.escalated.terms import Outcome, Reason


class MarkSerializer(VersionedSerializer):
    reason = serializers.ChoiceField(Reason.choices)
    words = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    senior = serializers.CharField(help_text="the senior handler's sign-in name")


class SeniorSerializer(serializers.Serializer):
    senior = serializers.CharField(help_text="the senior handler's sign-in name")


class PartInSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(PartKind.choices)
    description = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    amount = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST, help_text="minor units")


class OptionInSerializer(serializers.Serializer):
    words = serializers.CharField(max_length=20_000)
    parts = PartInSerializer(many=True, min_length=1, max_length=20)


class PlanInSerializer(serializers.Serializer):
    wants = serializers.CharField(max_length=20_000)
    position = serializers.CharField(max_length=20_000)
    not_negotiable = serializers.CharField(max_length=20_000)
    options = OptionInSerializer(many=True, min_length=1, max_length=3)
    limit = serializers.IntegerField(min_value=0, max_value=LARGEST, help_text="minor units")
    speaker = serializers.CharField(help_text="the sign-in name of whoever speaks with the owner")


class DecisionSerializer(serializers.Serializer):
    approved = serializers.BooleanField()
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class EndSerializer(serializers.Serializer):
    outcome = serializers.ChoiceField(Outcome.choices)
    result = serializers.CharField(max_length=20_000)
    lesson = serializers.CharField(max_length=20_000)


class UnmarkSerializer(serializers.Serializer):
    because = serializers.CharField(max_length=2000)


class OptionPartSerializer(serializers.Serializer):
    kind = serializers.CharField()
    description = serializers.CharField()
    amount = serializers.IntegerField()


class OptionSerializer(serializers.Serializer):
    place = serializers.CharField()
    place_label = label("place")
    words = serializers.CharField()
    amount = serializers.IntegerField()
    parts = OptionPartSerializer(many=True)


class ResponsePlanSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    status = serializers.CharField()
    status_label = label("status")
    wants = serializers.CharField()
    position = serializers.CharField()
    not_negotiable = serializers.CharField()
    options = OptionSerializer(many=True)
    limit = serializers.IntegerField()
    currency = serializers.CharField()
    speaker = PersonSerializer()
    drawn_by = PersonSerializer()
    drawn_at = serializers.DateTimeField()
    decided_by = PersonSerializer(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    because = serializers.CharField()


class DifficultSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    case = serializers.CharField(source="case.number")
    reason = serializers.CharField()
    reason_label = label("reason")
    words = serializers.CharField()
    facts = serializers.ListField(child=serializers.CharField())
    senior = PersonSerializer()
    marked_by = PersonSerializer()
    marked_at = serializers.DateTimeField()
    status = serializers.CharField()
    status_label = label("status")
    outcome = serializers.CharField()
    result = serializers.CharField()
    lesson = serializers.CharField()


class DifficultOfCaseSerializer(serializers.Serializer):
    """The mark that stands, what the facts propose where none does, the plans, and what was before."""

    facts = serializers.ListField(child=serializers.CharField())
    mark = DifficultSerializer(allow_null=True)
    taken = serializers.BooleanField()
    plans = ResponsePlanSerializer(many=True)
    past = DifficultSerializer(many=True)


class ThresholdsSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="version; 0 as shipped")
    thresholds = serializers.DictField()


class SetThresholdsSerializer(serializers.Serializer):
    thresholds = serializers.DictField(
        help_text="round, far (percent of the weighed range's upper end), two_up, extreme"
    )
    because = serializers.CharField(max_length=500)
    seen = serializers.IntegerField(required=False, allow_null=True, default=None)
