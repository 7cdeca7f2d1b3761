"""The workspace as it goes over the wire."""

from rest_framework import serializers

from service_desk.workspace import selectors, together
from service_desk.workspace.models import BulkRun, Outcome, SavedView, Together


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


class DeedInput(serializers.Serializer):
    deed = serializers.ChoiceField(Together.choices)
    cases = serializers.ListField(child=serializers.CharField(max_length=20), max_length=together.MOST)
    to = serializers.CharField(max_length=64, required=False)
    tag = serializers.CharField(max_length=40, required=False)
    body = serializers.CharField(max_length=5000, required=False)
    template = serializers.CharField(max_length=80, required=False)
    because = serializers.CharField(max_length=200, required=False)
    guard_because = serializers.CharField(
        max_length=500,
        required=False,
        help_text="why letters go although the guard asks; kept with each of them",
    )


class DeedItemSerializer(serializers.Serializer):
    case = serializers.CharField()
    outcome = serializers.ChoiceField(Outcome.choices)
    why = serializers.CharField(allow_blank=True)


class DeedSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    deed = serializers.ChoiceField(Together.choices)
    total = serializers.IntegerField()
    job = serializers.UUIDField(allow_null=True, help_text="of the job that does it, where there are many")
    may_undo = serializers.BooleanField()
    results = DeedItemSerializer(many=True)
    unknown = serializers.ListField(child=serializers.CharField())


class ChangesSerializer(serializers.Serializer):
    cases = serializers.ListField(child=serializers.CharField(), help_text="their numbers")
    many = serializers.BooleanField(help_text="more than can be named: look at everything")
    mark = serializers.IntegerField(help_text="to be sent the next time")


def deed_body(run: BulkRun, *, unknown=()) -> dict:
    return {
        "id": str(run.public_id),
        "deed": run.deed,
        "total": run.total,
        "job": str(run.job.public_id) if run.job else None,
        "may_undo": together.may_undo(run),
        "results": [
            {"case": item.case.number, "outcome": item.outcome, "why": item.why}
            for item in selectors.items(run)[: together.MOST]
        ],
        "unknown": list(unknown),
    }
