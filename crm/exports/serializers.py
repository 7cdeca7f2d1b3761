from rest_framework import serializers

from crm.exports.models import Form


class AskedSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="owners, homes, purchases, ownerships, cases …")
    parameters = serializers.DictField(
        required=False, default=dict, help_text="the filters of the list, as its page has them"
    )
    form = serializers.ChoiceField(Form.choices, required=False, default=Form.XLSX)


class ExportSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    title = serializers.CharField()
    form = serializers.ChoiceField(Form.choices)
    job = serializers.UUIDField(source="job.public_id")
    percent = serializers.IntegerField()
    rows = serializers.IntegerField(source="rows_written")
    size = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()
    is_there = serializers.BooleanField()
