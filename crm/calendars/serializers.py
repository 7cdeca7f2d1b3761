from rest_framework import serializers


class HoursSerializer(serializers.Serializer):
    opens = serializers.RegexField(r"^([01]\d|2[0-3]):[0-5]\d$", help_text="09:00")
    closes = serializers.RegexField(r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", help_text="18:00, at most 24:00")


class CalendarSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    country = serializers.CharField()
    timezone = serializers.CharField()
    version = serializers.IntegerField()


class WeekSerializer(serializers.Serializer):
    """Seven lists of hours, Monday first."""

    version = serializers.IntegerField(help_text="the version that the editor saw")
    weekly = serializers.ListField(child=HoursSerializer(many=True), min_length=7, max_length=7)


class DaySerializer(serializers.Serializer):
    date = serializers.DateField()
    kind = serializers.ChoiceField(["working", "rest", "holiday", "make_up"])
    name = serializers.CharField()
    provisional = serializers.BooleanField()
    hours = HoursSerializer(many=True)


class OverrideSerializer(serializers.Serializer):
    """A date that differs from its weekday: no hours make it a holiday."""

    version = serializers.IntegerField()
    name = serializers.CharField(max_length=120)
    hours = HoursSerializer(many=True, required=False, default=list)


class DueSerializer(serializers.Serializer):
    start = serializers.DateTimeField()
    due = serializers.DateTimeField()
    version = serializers.IntegerField()
