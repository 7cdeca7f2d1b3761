"""What a signed delivery says, and what is said of endpoints."""

from rest_framework import serializers

from service_desk.cases.inputs import LANGUAGES
from service_desk.cases.terms import CaseKind


class AuthorIn(serializers.Serializer):
    id = serializers.CharField(required=False, allow_blank=True, max_length=120)
    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    email = serializers.CharField(required=False, allow_blank=True, max_length=254)


class ImpactIn(serializers.Serializer):
    safety = serializers.BooleanField(required=False)
    health = serializers.BooleanField(required=False)
    media = serializers.BooleanField(required=False)
    law = serializers.BooleanField(required=False)
    households = serializers.IntegerField(required=False, min_value=0, max_value=9_999)
    money = serializers.IntegerField(required=False, min_value=0)


class DeliveryIn(serializers.Serializer):
    event_id = serializers.CharField(max_length=120)
    words = serializers.CharField(max_length=20_000, help_text="in the person's own words")
    summary = serializers.CharField(required=False, allow_blank=True, max_length=300)
    kind = serializers.ChoiceField(CaseKind.choices, required=False)
    subject = serializers.CharField(required=False, allow_blank=True, max_length=80)
    language = serializers.ChoiceField(LANGUAGES, required=False)
    follows = serializers.CharField(
        required=False, allow_blank=True, max_length=120, help_text="the event that this one adds to"
    )
    author = AuthorIn(required=False)
    home = serializers.CharField(required=False, allow_blank=True, max_length=40)
    url = serializers.URLField(required=False, allow_blank=True, max_length=500)
    impact = ImpactIn(required=False)


class DeliveryOut(serializers.Serializer):
    event_id = serializers.CharField()
    outcome = serializers.CharField()
    case = serializers.CharField(allow_null=True)
    repeated = serializers.BooleanField()


class DeliveryRowOut(serializers.Serializer):
    event_id = serializers.CharField()
    outcome = serializers.CharField()
    outcome_label = serializers.CharField(source="get_outcome_display")
    because = serializers.CharField()
    size = serializers.IntegerField()
    times = serializers.IntegerField()
    case = serializers.CharField(source="case.number", default=None)
    received_at = serializers.DateTimeField()


class EndpointOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    sort = serializers.CharField()
    project = serializers.CharField(source="project.code")
    channel = serializers.CharField()
    kind = serializers.CharField()
    language = serializers.CharField()
    is_open = serializers.BooleanField()
    company = serializers.CharField()
    agent = serializers.CharField()


class SecretOut(serializers.Serializer):
    secret = serializers.CharField(help_text="shown this once")


class AsideOut(serializers.Serializer):
    event_id = serializers.CharField()
    failure = serializers.CharField()
    times = serializers.IntegerField()
    came_at = serializers.DateTimeField()


class PlacedOut(serializers.Serializer):
    placed = serializers.IntegerField()
