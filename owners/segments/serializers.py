"""Segments as they go over the wire, and what may be sent in."""

from rest_framework import serializers

from .models import Sharing
from .terms import Kind


class SegmentChoice(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()


class SegmentNarrowingOut(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    period = serializers.BooleanField(help_text="takes a span or two days instead of choices")
    choices = SegmentChoice(many=True)


class SegmentFieldOut(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    operators = SegmentChoice(many=True)
    choices = SegmentChoice(many=True)
    looked_up = serializers.BooleanField(help_text="its values are places or colleagues, by their codes")
    narrowings = SegmentNarrowingOut(many=True)
    largest = serializers.IntegerField(help_text="0: no bound of its own")


class SegmentFieldGroupOut(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    fields = SegmentFieldOut(many=True)


class SegmentFieldsOut(serializers.Serializer):
    groups = SegmentFieldGroupOut(many=True)


class TreeField(serializers.JSONField):
    """A group `{"join": "all" | "any" | "none", "parts": […]}` of groups and conditions."""


class SegmentIn(serializers.Serializer):
    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)
    tree = TreeField()
    sharing = serializers.ChoiceField(choices=Sharing.choices, required=False)
    projects = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, max_length=100
    )


class SegmentPatch(SegmentIn):
    version = serializers.IntegerField(min_value=1)
    name = serializers.CharField(max_length=80, required=False)
    tree = TreeField(required=False)


class SegmentRow(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    sentence = serializers.CharField(help_text="in words, in your language")
    sharing = serializers.ChoiceField(choices=Sharing.choices)
    sharing_label = serializers.CharField()
    owned_by = serializers.CharField(help_text="username")
    version = serializers.IntegerField()
    archived = serializers.BooleanField()
    updated_at = serializers.DateTimeField()


class SegmentOut(SegmentRow):
    tree = TreeField()
    projects = serializers.ListField(child=serializers.CharField())
    uses = serializers.ListField(child=serializers.CharField())


class SegmentVersionOut(serializers.Serializer):
    number = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    tree = TreeField()
    written_by = serializers.CharField()
    at = serializers.DateTimeField()
    restores = serializers.IntegerField(allow_null=True)


class SegmentVersionsOut(serializers.Serializer):
    results = SegmentVersionOut(many=True)


class SegmentRestorationIn(serializers.Serializer):
    number = serializers.IntegerField(min_value=1, help_text="the version to bring back")
    version = serializers.IntegerField(min_value=1, help_text="the present one, as you read it")


class SegmentCopyIn(serializers.Serializer):
    name = serializers.CharField(max_length=80, required=False)


class SegmentArchivalIn(serializers.Serializer):
    archived = serializers.BooleanField()


class SegmentCountIn(serializers.Serializer):
    tree = TreeField()


class SegmentCountOut(serializers.Serializer):
    """`exact` false: there are more than `count`; `count` null: it takes too long to find out."""

    count = serializers.IntegerField(allow_null=True)
    exact = serializers.BooleanField()
    sentence = serializers.CharField()


class SegmentExplanationOut(serializers.Serializer):
    sentence = serializers.CharField()


class SegmentMemberOut(serializers.Serializer):
    number = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField(help_text="as your role may see it")
    language = serializers.CharField()
    stage = serializers.CharField()
    stage_label = serializers.CharField()
    manager = serializers.CharField(allow_null=True)
