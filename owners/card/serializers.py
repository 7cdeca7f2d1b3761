"""The timeline, callers, households and hand-overs as they go over the wire, and what may be sent in."""

from rest_framework import serializers

from owners.people import choices


class TimelineEntry(serializers.Serializer):
    at = serializers.CharField(help_text="a time with its offset, or a day where no hour is known")
    kind = serializers.CharField()
    text = serializers.CharField()
    because = serializers.CharField()
    actor = serializers.CharField(help_text="display name")
    tone = serializers.CharField()
    url = serializers.CharField(help_text="the page where it is read on, or nothing")


class TimelineOut(serializers.Serializer):
    results = TimelineEntry(many=True)
    next = serializers.CharField(allow_null=True, help_text="the `cursor` of the next, older stretch")
    kinds = serializers.DictField(child=serializers.CharField())


class CallerIn(serializers.Serializer):
    phone = serializers.CharField(max_length=40)


class CallerOut(serializers.Serializer):
    owner = serializers.CharField(allow_null=True, help_text="number, if you may see him")
    name = serializers.CharField(allow_null=True)
    page = serializers.CharField(help_text="the page to open; the number stands in it sealed, or not at all")


class MemberOut(serializers.Serializer):
    number = serializers.CharField()
    name = serializers.CharField()
    kinship = serializers.CharField()


class KinIn(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    kinship = serializers.ChoiceField(choices=choices.Kinship.choices)
    birth_date = serializers.DateField(required=False, allow_null=True)
    remark = serializers.CharField(max_length=200, required=False, allow_blank=True)


class StoodIn(serializers.Serializer):
    stood = serializers.CharField(
        max_length=12, required=False, help_text="the mark you were given; where it differs by now: 409"
    )


class OneKinIn(StoodIn, KinIn):
    pass


class KinOut(KinIn):
    id = serializers.UUIDField()
    stood = serializers.CharField(help_text="a mark of how it stands; give it back with a change")


class HouseholdOut(serializers.Serializer):
    kinship = serializers.CharField()
    stood = serializers.CharField(help_text="a mark of how the owner lives; give it back with a change")
    members = MemberOut(many=True)
    kin = KinOut(many=True)


class JoiningIn(StoodIn):
    owner = serializers.CharField(help_text="number of somebody who lives there")
    kinship = serializers.ChoiceField(choices=choices.Kinship.choices)


class SplittingIn(StoodIn):
    kin = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class HandOverIn(serializers.Serializer):
    owners = serializers.ListField(child=serializers.CharField(), help_text="numbers, at most 500")
    manager = serializers.CharField(allow_null=True, help_text="username; null for nobody")
    because = serializers.CharField(max_length=200)


class HandOverOut(serializers.Serializer):
    count = serializers.IntegerField(help_text="how many changed hands")
