"""The workspace as it goes over the wire."""

from rest_framework import serializers

from service_desk.workspace.models import SavedView


class NamedSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()


class StandingSerializer(NamedSerializer):
    sorts = serializers.ListField(child=serializers.CharField())


class ViewInput(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    view = serializers.CharField(max_length=40)
    filters = serializers.DictField(child=serializers.CharField(max_length=200), required=False)
    columns = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    sort = serializers.CharField(max_length=20, required=False, allow_blank=True)
    shared = serializers.BooleanField(required=False)


class ViewChange(ViewInput):
    name = serializers.CharField(max_length=60, required=False)
    view = serializers.CharField(max_length=40, required=False)


class ViewSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    view = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())
    columns = serializers.ListField(child=serializers.CharField())
    sort = serializers.CharField(allow_blank=True)
    shared = serializers.BooleanField()
    own = serializers.BooleanField()
    owned_by = serializers.CharField()


class ViewsSerializer(serializers.Serializer):
    standing = StandingSerializer(many=True)
    sorts = NamedSerializer(many=True)
    filters = NamedSerializer(many=True)
    columns = NamedSerializer(many=True)
    kept = ViewSerializer(many=True)


class TagSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=40)


def view_body(row: SavedView, user) -> dict:
    return {
        "id": str(row.public_id),
        "name": row.name,
        "view": row.view,
        "filters": row.filters,
        "columns": row.columns,
        "sort": row.sort,
        "shared": row.shared,
        "own": row.owned_by_id == user.pk,
        "owned_by": row.owned_by.shown_name,
    }
