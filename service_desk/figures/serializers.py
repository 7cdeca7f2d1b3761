"""Figures as they go over the wire."""

from rest_framework import serializers

from service_desk.figures import wording


class DefinitionSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    question = serializers.CharField()
    population = serializers.CharField()
    date_basis = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    unit = serializers.CharField()
    exclusions = serializers.CharField()
    beside = serializers.ListField(child=serializers.CharField())


class PointSerializer(serializers.Serializer):
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()


class MonthSerializer(serializers.Serializer):
    month = serializers.DateField()
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()


class CountedSerializer(serializers.Serializer):
    key = serializers.CharField(source="figure.key")
    label = serializers.CharField(source="figure.label")
    unit = serializers.CharField(source="figure.unit")
    currency = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    text = serializers.SerializerMethodField()
    before = serializers.FloatField(source="value_before", allow_null=True)
    change = serializers.FloatField(allow_null=True)
    small_base = serializers.BooleanField(source="is_small")
    now = PointSerializer()
    months = serializers.SerializerMethodField()

    def get_text(self, row) -> str:
        return wording.value_text(row.figure, row.value, row.currency)

    def get_months(self, row) -> list[dict]:
        return [
            {"month": month.date(), "numerator": point.numerator, "denominator": point.denominator}
            for month, point in row.months
        ]


class RowSerializer(serializers.Serializer):
    case = serializers.CharField(source="row_number")
    summary = serializers.CharField(source="row_summary")
    at = serializers.DateTimeField(source="row_at")
    amount = serializers.IntegerField(source="row_amount", required=False)


class LoadSerializer(serializers.Serializer):
    who = serializers.CharField(source="who.username")
    name = serializers.CharField(source="who.shown_name")
    open = serializers.IntegerField(source="load.open")
    overdue = serializers.IntegerField(source="load.overdue")
