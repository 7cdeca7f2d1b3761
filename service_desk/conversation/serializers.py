"""Mentions as they go over the wire."""

from rest_framework import serializers


class MentionSerializer(serializers.Serializer):
    case = serializers.CharField(source="message.case.number")
    author = serializers.CharField(source="message.author.username", allow_null=True, default=None)
    body = serializers.CharField(source="message.body")
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class ReadSerializer(serializers.Serializer):
    read = serializers.IntegerField(min_value=0)
