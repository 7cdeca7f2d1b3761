from rest_framework import serializers

from crm.imports.models import Kind


class UploadSerializer(serializers.Serializer):
    file = serializers.FileField()
    kind = serializers.ChoiceField(Kind.choices)
    mapping = serializers.CharField(
        required=False,
        default="",
        help_text="a shipped mapping, or the id of a kept one; guessed if left out",
    )
    project = serializers.CharField(required=False, default="", help_text="code of the project")
    encoding = serializers.CharField(required=False, default="")


class CountsSerializer(serializers.Serializer):
    made = serializers.IntegerField()
    known = serializers.IntegerField()
    refused = serializers.IntegerField()


class RunSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    file_name = serializers.CharField()
    mapping = serializers.CharField()
    encoding = serializers.CharField()
    project = serializers.CharField(allow_null=True)
    rows = serializers.IntegerField()
    trial = CountsSerializer(allow_null=True)
    trial_job = serializers.UUIDField(allow_null=True)
    result = CountsSerializer(allow_null=True)
    job = serializers.UUIDField(allow_null=True)
    undo_job = serializers.UUIDField(allow_null=True)


class RefusedSerializer(serializers.Serializer):
    row = serializers.IntegerField()
    reasons = serializers.DictField(child=serializers.CharField())
    cells = serializers.ListField(child=serializers.CharField())


class MappingSerializer(serializers.Serializer):
    id = serializers.UUIDField(allow_null=True, help_text="of a kept mapping; a shipped one goes by its name")
    name = serializers.CharField()
    label = serializers.CharField()
    kind = serializers.CharField()
    source = serializers.CharField()
    shared = serializers.BooleanField()


class StayingSerializer(serializers.Serializer):
    number = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())


class UndoSerializer(serializers.Serializer):
    leave = serializers.BooleanField(default=False, help_text="leave what was built on, and undo the rest")


class UndoPreviewSerializer(serializers.Serializer):
    made = serializers.DictField(child=serializers.IntegerField(), help_text="rows by model")
    staying = serializers.IntegerField()
    first = StayingSerializer(many=True)
    why_not = serializers.CharField(allow_blank=True)


class UndoneSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    job = serializers.UUIDField()
