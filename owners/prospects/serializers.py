"""The API's shapes of prospects: what may be sent, and what the document says of the answers."""

from django.conf import settings
from rest_framework import serializers

from owners.homes.models import HomeType
from owners.people.choices import Source

from .choices import Lost, Purpose, Wanted


class InterestIn(serializers.Serializer):
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False, allow_blank=True)
    home_type = serializers.ChoiceField(choices=HomeType.choices, required=False, allow_blank=True)
    bedrooms = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=20)
    area_min = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100_000)
    area_max = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100_000)
    budget_min = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    budget_max = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    wanted = serializers.ChoiceField(choices=Wanted.choices, required=False, allow_blank=True)
    wishes = serializers.CharField(required=False, allow_blank=True, max_length=300)


class OpenIn(serializers.Serializer):
    project = serializers.CharField(max_length=40)
    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    source = serializers.ChoiceField(choices=Source.choices)
    campaign = serializers.CharField(required=False, allow_blank=True, max_length=80)
    interest = InterestIn(required=False)
    next_step = serializers.CharField(required=False, allow_blank=True, max_length=200)
    next_step_on = serializers.DateField(required=False, allow_null=True)


class PatchIn(InterestIn):
    version = serializers.IntegerField()
    campaign = serializers.CharField(required=False, allow_blank=True, max_length=80)
    next_step = serializers.CharField(required=False, allow_blank=True, max_length=200)
    next_step_on = serializers.DateField(required=False, allow_null=True)


class GiveIn(serializers.Serializer):
    version = serializers.IntegerField()
    salesperson = serializers.CharField(allow_null=True, max_length=150)


class LoseIn(serializers.Serializer):
    version = serializers.IntegerField()
    because = serializers.ChoiceField(choices=Lost.choices)
    words = serializers.CharField(required=False, allow_blank=True, max_length=200)


class WinBackIn(serializers.Serializer):
    version = serializers.IntegerField()


class ReasonOut(serializers.Serializer):
    code = serializers.CharField()
    points = serializers.IntegerField()
    most = serializers.IntegerField()
    words = serializers.CharField()


class ProspectOut(serializers.Serializer):
    id = serializers.UUIDField()
    owner = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField()
    project = serializers.CharField()
    step = serializers.CharField()
    step_label = serializers.CharField()
    score = serializers.IntegerField()
    reasons = ReasonOut(many=True)
    weights_version = serializers.IntegerField()
    source = serializers.CharField()
    campaign = serializers.CharField()
    interest = InterestIn()
    currency = serializers.CharField()
    opened_on = serializers.DateField()
    heard_on = serializers.DateField()
    salesperson = serializers.CharField(allow_null=True)
    next_step = serializers.CharField()
    next_step_on = serializers.DateField(allow_null=True)
    lost_because = serializers.CharField()
    version = serializers.IntegerField()


class ConversionOut(serializers.Serializer):
    source = serializers.CharField()
    source_label = serializers.CharField()
    opened = serializers.IntegerField()
    reached = serializers.DictField(child=serializers.IntegerField())
    median_days = serializers.FloatField(allow_null=True)
    too_few_to_say = serializers.BooleanField()


class ConversionsOut(serializers.Serializer):
    results = ConversionOut(many=True)


class WeightsIn(serializers.Serializer):
    points = serializers.DictField(child=serializers.IntegerField(min_value=0))
    because = serializers.CharField(max_length=200)


class WeightsOut(serializers.Serializer):
    version = serializers.IntegerField()
    points = serializers.DictField(child=serializers.IntegerField())
