from rest_framework import serializers

from crm.organisation.models import Department


class NamedSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    label = serializers.CharField(help_text="The name in the reader's language.")
    names = serializers.DictField(child=serializers.CharField())


class ProjectSerializer(NamedSerializer):
    city = serializers.CharField()
    region = serializers.CharField()
    timezone = serializers.CharField()
    currency = serializers.CharField()


class DepartmentSerializer(NamedSerializer):
    kind = serializers.CharField()
    kind_label = serializers.CharField()


class PlaceTreeSerializer(NamedSerializer):
    cities = serializers.ListField(child=serializers.DictField())


class NamesIn(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    names = serializers.DictField(
        child=serializers.CharField(max_length=120, allow_blank=True),
        required=False,
        default=dict,
        help_text="The name by language: en, zh-hans, zh-hant, fi.",
    )


class RegionIn(NamesIn):
    code = serializers.CharField(max_length=32, help_text="Letters, digits, - and _. It stays as it is.")


class MoveCityIn(serializers.Serializer):
    region = serializers.CharField()


class CityIn(RegionIn, MoveCityIn):
    country = serializers.CharField(max_length=2, required=False, default="CN")


class WorkingIn(serializers.Serializer):
    """Where a project lies and by which clock it works."""

    city = serializers.CharField()
    timezone = serializers.CharField(required=False, default="Asia/Shanghai")
    currency = serializers.CharField(max_length=3, required=False, default="CNY")
    calendar = serializers.CharField(required=False, default="", allow_blank=True)


class ProjectIn(RegionIn, WorkingIn):
    pass


class DepartmentIn(RegionIn):
    kind = serializers.ChoiceField(choices=Department.Kind.choices)


class PlaceOut(NamedSerializer):
    kind = serializers.CharField()
