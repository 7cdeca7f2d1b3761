from rest_framework import serializers


class AuditEntrySerializer(serializers.Serializer):
    seq = serializers.IntegerField(source="link.seq", allow_null=True, default=None)
    at = serializers.DateTimeField()
    actor = serializers.CharField(source="actor.username", allow_null=True, default=None)
    verb = serializers.CharField()
    subject_type = serializers.CharField()
    subject = serializers.CharField(source="subject_label")
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    because = serializers.CharField(allow_blank=True)


class AuditFilterSerializer(serializers.Serializer):
    actor = serializers.CharField(required=False)
    verb = serializers.CharField(required=False)
    subject = serializers.CharField(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
