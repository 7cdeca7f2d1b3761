"""What cases have to do with each other, as it goes over the wire."""

from rest_framework import serializers

from service_desk.cases.inputs import VersionedSerializer
from service_desk.cases.serializers import PersonSerializer, label


class MergeInputSerializer(VersionedSerializer):
    into = serializers.CharField(max_length=20, help_text="the number of the case that goes on")
    because = serializers.CharField(max_length=2000)


class UndoInputSerializer(VersionedSerializer):
    because = serializers.CharField(max_length=2000)


class LinkInputSerializer(serializers.Serializer):
    to = serializers.CharField(max_length=20, help_text="the other case's number")
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class PartInputSerializer(serializers.Serializer):
    part = serializers.CharField(max_length=20, help_text="the number of the case that becomes a part")
    blocks = serializers.BooleanField(
        required=False, default=True, help_text="whether this case is closed only after that one"
    )
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class EndInputSerializer(serializers.Serializer):
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class OtherCaseSerializer(serializers.Serializer):
    number = serializers.CharField()
    summary = serializers.CharField()
    status = serializers.CharField()
    status_label = label("status")


class MergeSerializer(serializers.Serializer):
    gone = OtherCaseSerializer()
    kept = OtherCaseSerializer()
    because = serializers.CharField()
    by = PersonSerializer()
    at = serializers.DateTimeField()


class LinkSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    kind_label = label("kind")
    upper = OtherCaseSerializer()
    lower = OtherCaseSerializer()
    blocks = serializers.BooleanField()
    because = serializers.CharField()
    by = PersonSerializer()
    at = serializers.DateTimeField()


class KinSerializer(serializers.Serializer):
    """What one case has to do with others."""

    merged = MergeSerializer(allow_null=True)
    taken_in = MergeSerializer(many=True)
    parent = LinkSerializer(allow_null=True)
    children = LinkSerializer(many=True)
    related = serializers.SerializerMethodField()

    def get_related(self, kin) -> list[dict]:
        return LinkSerializer([link for link, _case in kin.related], many=True).data
