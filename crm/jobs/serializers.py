from rest_framework import serializers

from crm.jobs.states import JobStatus


class JobSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=JobStatus.choices)
    status_label = serializers.CharField(source="get_status_display")
    percent = serializers.IntegerField()
    chunk_count = serializers.IntegerField()
    chunks_done = serializers.IntegerField()
    chunks_dead = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    rows_refused = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    last_error = serializers.CharField(allow_blank=True)
