"""Files as they go over the wire; their bytes have an address of their own."""

from rest_framework import serializers

from service_desk.attachments.models import Stage


class AttachmentSerializer(serializers.Serializer):
    public_id = serializers.UUIDField()
    stage = serializers.CharField()
    stage_label = serializers.CharField(source="get_stage_display")
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    caption = serializers.CharField()
    added_by = serializers.CharField(source="added_by.username")
    added_at = serializers.DateTimeField()


class AddSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(choices=Stage.choices)
    file = serializers.FileField()
    caption = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class CaptionSerializer(serializers.Serializer):
    caption = serializers.CharField(max_length=300, allow_blank=True)
