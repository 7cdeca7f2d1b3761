from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from crm.accounts.models import Role


class PlaceSerializer(serializers.Serializer):
    """A role somewhere, by codes; without a place it is held in the whole group."""

    role = serializers.ChoiceField(choices=Role.choices)
    region = serializers.CharField(required=False, allow_null=True)
    city = serializers.CharField(required=False, allow_null=True)
    project = serializers.CharField(required=False, allow_null=True)
    department = serializers.CharField(required=False, allow_null=True)


class UserSerializer(serializers.Serializer):
    username = serializers.CharField()
    display_name = serializers.CharField()
    email = serializers.CharField()
    language = serializers.CharField()
    is_active = serializers.BooleanField()
    roles = PlaceSerializer(many=True)


class ProfileSerializer(serializers.Serializer):
    display_name = serializers.CharField(max_length=120)
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES)


class NewUserSerializer(ProfileSerializer):
    username = serializers.CharField(max_length=64)
    password = serializers.CharField(max_length=200, required=False, write_only=True, trim_whitespace=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")


class PasswordSerializer(serializers.Serializer):
    password = serializers.CharField(max_length=200, write_only=True, trim_whitespace=False)


class BecauseSerializer(serializers.Serializer):
    because = serializers.CharField(max_length=200)


class TokenSerializer(serializers.Serializer):
    ref = serializers.UUIDField()
    name = serializers.CharField()
    shown = serializers.CharField(help_text=_("Its first characters."))
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)


class NewTokenSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=80)
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class IssuedTokenSerializer(TokenSerializer):
    token = serializers.CharField(help_text=_("Shown this once."))


class MeSerializer(UserSerializer):
    verbs = serializers.ListField(child=serializers.CharField())
    projects = serializers.ListField(child=serializers.CharField())
