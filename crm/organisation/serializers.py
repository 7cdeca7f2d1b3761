from rest_framework import serializers


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
