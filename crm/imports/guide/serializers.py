from rest_framework import serializers

from crm.imports.models import Kind


class DraftUploadSerializer(serializers.Serializer):
    file = serializers.FileField()
    kind = serializers.ChoiceField(Kind.choices)
    project = serializers.CharField(required=False, default="", help_text="code of the project")
    encoding = serializers.CharField(required=False, default="", help_text="found out if left out")


class ReadingInSerializer(serializers.Serializer):
    encoding = serializers.CharField(required=False)
    header_rows = serializers.IntegerField(required=False, min_value=1, max_value=5)
    sheet = serializers.CharField(required=False, allow_blank=True)
    project = serializers.CharField(
        required=False, allow_blank=True, help_text="code; empty if a column says it"
    )


class ColumnInSerializer(serializers.Serializer):
    column = serializers.IntegerField(min_value=0, help_text="its place, from 0")
    field = serializers.CharField(allow_blank=True, help_text="empty leaves it out; @fact keeps it beside")
    options = serializers.DictField(
        required=False, default=dict, help_text="order, era, century, unit, currency, kind"
    )
    values = serializers.DictField(
        child=serializers.CharField(), required=False, default=dict, help_text="what its values mean, by code"
    )


class ColumnsInSerializer(serializers.Serializer):
    columns = ColumnInSerializer(many=True)


class BaseInSerializer(serializers.Serializer):
    mapping = serializers.CharField(help_text="a shipped mapping by its name, a kept one by its id")


class KeepInSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=80)
    shared = serializers.BooleanField(required=False, default=False)


class ColumnSerializer(serializers.Serializer):
    column = serializers.IntegerField()
    heading = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField())
    field = serializers.CharField()
    also = serializers.ListField(child=serializers.CharField())
    options = serializers.DictField()
    values = serializers.DictField(child=serializers.CharField())


class ReadRowSerializer(serializers.Serializer):
    row = serializers.IntegerField()
    values = serializers.DictField()
    wrong = serializers.DictField(child=serializers.CharField())


class DraftSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    file_name = serializers.CharField()
    project = serializers.CharField(allow_null=True)
    encoding = serializers.CharField(allow_blank=True)
    encoding_found = serializers.CharField(allow_blank=True)
    header_rows = serializers.IntegerField()
    mapping = serializers.CharField()
    columns = ColumnSerializer(many=True)
    needed = serializers.ListField(child=serializers.CharField())
    rows = ReadRowSerializer(many=True)
    imported_as = serializers.UUIDField(allow_null=True)
