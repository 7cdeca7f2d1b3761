"""Ratings and figures of departments as they go over the wire."""

from rest_framework import serializers

from service_desk.cases.serializers import PersonSerializer, PlaceSerializer, label
from service_desk.rating import services
from service_desk.rating.models import Side


class RateSerializer(serializers.Serializer):
    side = serializers.ChoiceField(Side.choices)
    stars = serializers.IntegerField(min_value=1, max_value=5)
    words = serializers.CharField(required=False, allow_blank=True, max_length=services.LONGEST)


class RatingSerializer(serializers.Serializer):
    slip = serializers.CharField(source="slip.number")
    side = serializers.CharField()
    side_label = label("side")
    stars = serializers.IntegerField()
    words = serializers.CharField()
    by = PersonSerializer()
    at = serializers.DateTimeField()


class ServiceSerializer(serializers.Serializer):
    answered = serializers.IntegerField()
    on_time_share = serializers.IntegerField(allow_null=True, help_text="percent")
    first_answers = serializers.IntegerField()
    accepted_share = serializers.IntegerField(allow_null=True, help_text="percent")
    waiting = serializers.IntegerField()
    overdue = serializers.IntegerField()
    rated_by_desk = serializers.IntegerField()
    stars_from_desk = serializers.FloatField(allow_null=True)
    rated_by_department = serializers.IntegerField()
    stars_from_department = serializers.FloatField(allow_null=True)


class MonthSerializer(serializers.Serializer):
    month = serializers.DateField(source="first", help_text="its first day")
    answered = serializers.IntegerField()
    on_time_share = serializers.IntegerField(allow_null=True, help_text="percent")
    accepted_share = serializers.IntegerField(allow_null=True, help_text="percent")
    stars_from_desk = serializers.FloatField(allow_null=True)
    stars_from_department = serializers.FloatField(allow_null=True)


class DepartmentServiceSerializer(serializers.Serializer):
    department = PlaceSerializer()
    service = ServiceSerializer()
