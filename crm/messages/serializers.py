from rest_framework import serializers


class MessageSerializer(serializers.Serializer):
    """A message's way, without its address and text."""

    id = serializers.UUIDField(source="public_id")
    channel = serializers.CharField()
    via = serializers.CharField()
    subject_ref = serializers.CharField()
    state = serializers.ChoiceField(choices=["waiting", "sending", "sent", "dead"])
    asked_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    unsettled = serializers.IntegerField(help_text="How often the outcome of an attempt stayed unknown.")
    retry_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    last_error = serializers.CharField(allow_blank=True)
