from rest_framework import serializers


class EventSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    stream = serializers.CharField()
    state = serializers.ChoiceField(choices=["waiting", "dead", "done"])
    at = serializers.DateTimeField()
    depth = serializers.IntegerField()
    attempts = serializers.IntegerField()
    retry_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    dead_at = serializers.DateTimeField(allow_null=True)
    last_error = serializers.CharField(allow_blank=True)


class ReplayedSerializer(serializers.Serializer):
    replayed = serializers.IntegerField()
