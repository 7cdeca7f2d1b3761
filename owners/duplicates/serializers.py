"""What the API of duplicates and merges takes and gives."""

from rest_framework import serializers

from .choosing import FIELDS, GONE, KEPT
from .states import DECISIONS, PairStatus


class OwnerNamed(serializers.Serializer):
    number = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField(help_text="masked")


class ReasonOut(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    points = serializers.IntegerField()
    against = serializers.BooleanField()


class PairOut(serializers.Serializer):
    id = serializers.UUIDField()
    first = OwnerNamed()
    second = OwnerNamed()
    points = serializers.IntegerField(help_text="0 to 100")
    confidence = serializers.ChoiceField(choices=["sure", "likely", "possible"])
    confidence_label = serializers.CharField()
    reasons = ReasonOut(many=True)
    status = serializers.ChoiceField(choices=PairStatus.choices)
    status_label = serializers.CharField()
    later_until = serializers.DateField(allow_null=True)
    decided_by = serializers.CharField(allow_null=True, help_text="username")
    decided_at = serializers.DateTimeField(allow_null=True)


class DecisionIn(serializers.Serializer):
    decision = serializers.ChoiceField(choices=[*DECISIONS, "open"], help_text="open takes a decision back")
    until = serializers.DateField(required=False, allow_null=True, help_text="with later; a month by default")


class DecisionsIn(serializers.Serializer):
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)
    decision = serializers.ChoiceField(choices=list(DECISIONS))
    until = serializers.DateField(required=False, allow_null=True)


class ScanOut(serializers.Serializer):
    job = serializers.UUIDField()


class MergeIn(serializers.Serializer):
    gone = serializers.CharField(max_length=20, help_text="number of the owner who goes into this one")
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=[KEPT, GONE]),
        required=False,
        help_text=f"by field ({', '.join(FIELDS)}): whose value is taken, where the default is not wanted",
    )
    because = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class MovedOut(serializers.Serializer):
    key = serializers.CharField()
    words = serializers.CharField()
    follow = serializers.IntegerField()
    stay = serializers.IntegerField()


class FieldOut(serializers.Serializer):
    field = serializers.CharField()
    label = serializers.CharField()
    kept = serializers.CharField()
    gone = serializers.CharField()
    side = serializers.ChoiceField(choices=[KEPT, GONE])
    because = serializers.CharField()
    conflict = serializers.BooleanField()


class PreviewOut(serializers.Serializer):
    kept = serializers.CharField()
    gone = serializers.CharField()
    differences = FieldOut(many=True)
    moves = MovedOut(many=True)
    total = serializers.IntegerField()


class MergeOut(serializers.Serializer):
    id = serializers.UUIDField()
    kept = serializers.CharField()
    gone = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    because = serializers.CharField()
    choices = serializers.DictField()
    moves = MovedOut(many=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    undone_by = serializers.CharField(allow_null=True)


class UndoIn(serializers.Serializer):
    because = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
