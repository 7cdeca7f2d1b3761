"""Entries of the journal as they go over the wire, and what may be sent in."""

from rest_framework import serializers

from .states import Audience, CallOutcome, Direction, EntryKind


class EntryOut(serializers.Serializer):
    id = serializers.UUIDField()
    owner = serializers.CharField(help_text="number")
    kind = serializers.ChoiceField(choices=EntryKind.choices)
    kind_label = serializers.CharField()
    text = serializers.CharField()
    audience = serializers.ChoiceField(choices=Audience.choices)
    pinned = serializers.BooleanField()
    author = serializers.CharField(help_text="username")
    at = serializers.DateTimeField()
    written_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    direction = serializers.CharField()
    outcome = serializers.CharField()
    outcome_label = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    assignee = serializers.CharField(allow_null=True, help_text="username")
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(allow_null=True, help_text="username")
    removed = serializers.BooleanField()
    version = serializers.IntegerField()


class WordingOut(serializers.Serializer):
    version = serializers.IntegerField()
    text = serializers.CharField()
    until = serializers.DateTimeField()
    by = serializers.CharField(help_text="username of who replaced it")


class EntryIn(serializers.Serializer):
    """A note takes `text`; a call `direction`, `outcome` and perhaps a next step; a task `text` and `due_at`."""

    kind = serializers.ChoiceField(choices=EntryKind.choices)
    text = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    audience = serializers.ChoiceField(choices=Audience.choices, default=Audience.SERVING)
    pinned = serializers.BooleanField(required=False, help_text="notes")
    direction = serializers.ChoiceField(choices=Direction.choices, required=False, help_text="calls")
    outcome = serializers.ChoiceField(choices=CallOutcome.choices, required=False, help_text="calls")
    minutes = serializers.IntegerField(required=False, allow_null=True, min_value=0, help_text="calls")
    at = serializers.DateTimeField(required=False, help_text="calls; when it was")
    next_step = serializers.CharField(max_length=300, required=False, help_text="calls; becomes a task")
    due_at = serializers.DateTimeField(required=False, help_text="tasks and next steps")
    assignee = serializers.CharField(required=False, allow_null=True, help_text="username; else oneself")


class EntryPatch(serializers.Serializer):
    """`text` within a quarter of an hour; `due_at` and `assignee` of an open task; `pinned` any time."""

    version = serializers.IntegerField(help_text="of the entry as you read it")
    text = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    pinned = serializers.BooleanField(required=False)
    due_at = serializers.DateTimeField(required=False)
    assignee = serializers.CharField(required=False, help_text="username")
