"""What the API takes and gives of repairs."""

from rest_framework import serializers

from .rules import MOST_LIABLE, MOST_TIMES
from .states import OUTCOMES, CostKind, RecoveryStatus, Trade

AMOUNT = "in minor units of the project's currency"


class OrderIn(serializers.Serializer):
    description = serializers.CharField(max_length=4000)


class TimeShape(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class OfferIn(serializers.Serializer):
    engineer = serializers.CharField(required=False, help_text="sign-in name; either this or contractor")
    contractor = serializers.CharField(required=False, help_text="code of a contractor")
    times = TimeShape(many=True, max_length=MOST_TIMES)
    write = serializers.BooleanField(default=False, help_text="send the owner a link to choose")


class ChoiceIn(serializers.Serializer):
    position = serializers.IntegerField(min_value=1, max_value=MOST_TIMES)


class OutcomeIn(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=[str(value) for value in OUTCOMES])
    words = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class BecauseIn(serializers.Serializer):
    because = serializers.CharField(max_length=300)


class ResultIn(serializers.Serializer):
    result = serializers.CharField(max_length=4000)


class CostIn(serializers.Serializer):
    kind = serializers.ChoiceField(choices=CostKind.choices)
    amount = serializers.IntegerField(help_text=AMOUNT)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class PartyShape(serializers.Serializer):
    contractor = serializers.CharField(max_length=20)
    share = serializers.IntegerField(min_value=1, max_value=100)


class LiableIn(serializers.Serializer):
    parties = PartyShape(many=True, max_length=MOST_LIABLE)


class RecoveryIn(serializers.Serializer):
    to = serializers.ChoiceField(choices=RecoveryStatus.choices[1:])
    amount = serializers.IntegerField(required=False, allow_null=True, default=None, help_text=AMOUNT)
    because = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class OrderRow(serializers.Serializer):
    number = serializers.CharField()
    case = serializers.CharField()
    project = serializers.CharField()
    part = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    status_label = serializers.CharField()
    again = serializers.BooleanField(help_text="the same part there was repaired within ninety days before")
    description = serializers.CharField()
    ordered_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    cost = serializers.IntegerField(help_text=AMOUNT)
    recovered = serializers.IntegerField()
    currency = serializers.CharField()


class CallShape(serializers.Serializer):
    id = serializers.UUIDField()
    order = serializers.CharField()
    engineer = serializers.CharField(allow_null=True)
    contractor = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    status_label = serializers.CharField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    chosen_by_owner = serializers.BooleanField()
    times = TimeShape(many=True)


class RecoveryShape(serializers.Serializer):
    id = serializers.UUIDField()
    contractor = serializers.CharField()
    status = serializers.CharField()
    claimed = serializers.IntegerField()
    agreed = serializers.IntegerField(allow_null=True)
    received = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()


class OrderOut(OrderRow):
    visits = CallShape(many=True)
    liable = PartyShape(many=True)
    recoveries = RecoveryShape(many=True)


class ContractorShape(serializers.Serializer):
    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=120)
    trade = serializers.ChoiceField(choices=Trade.choices)


class ContractorEdit(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    trade = serializers.ChoiceField(choices=Trade.choices)
    active = serializers.BooleanField(default=True)


class OneContractorOut(ContractorEdit):
    code = serializers.CharField()


class ContractorsOut(serializers.Serializer):
    results = ContractorShape(many=True)


class ContractIn(serializers.Serializer):
    project = serializers.CharField(max_length=32)
    number = serializers.CharField(max_length=40)
    trade = serializers.ChoiceField(choices=Trade.choices)
    signed_on = serializers.DateField()
    retention_amount = serializers.IntegerField(min_value=0, default=0, help_text=AMOUNT)
    warranty_until = serializers.DateField(required=False, allow_null=True, default=None)


class ContractOut(serializers.Serializer):
    contractor = serializers.CharField()
    project = serializers.CharField()
    number = serializers.CharField()
    retention_amount = serializers.IntegerField()
    currency = serializers.CharField()
    warranty_until = serializers.DateField(allow_null=True)


class CalendarOut(serializers.Serializer):
    results = CallShape(many=True)


def order_row(row) -> dict:
    return {
        "number": row.number,
        "case": row.case.number,
        "project": row.case.project.code,
        "part": row.part.code if row.part else None,
        "status": str(row.status),
        "status_label": row.get_status_display(),
        "again": row.again,
        "description": row.description,
        "ordered_at": row.ordered_at,
        "done_at": row.done_at,
        "cost": row.cost,
        "recovered": row.recovered,
        "currency": row.currency,
    }


def call(row, times=()) -> dict:
    return {
        "id": row.public_id,
        "order": row.order.number,
        "engineer": row.engineer.username if row.engineer else None,
        "contractor": row.contractor.code if row.contractor else None,
        "status": str(row.status),
        "status_label": row.get_status_display(),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "chosen_by_owner": row.chosen_by_owner,
        "times": [{"starts_at": time.starts_at, "ends_at": time.ends_at} for time in times],
    }


def recovery(row) -> dict:
    said = {name: getattr(row, name) for name in ("claimed", "agreed", "received", "currency")}
    return {
        "id": row.public_id,
        "contractor": row.contractor.code,
        "status": str(row.status),
        **said,
    }


def whole(found) -> dict:
    """An order with everything that hangs on it."""
    return order_row(found.order) | {
        "visits": [call(row, row.times.all()) for row in found.calls],
        "liable": [{"contractor": one.contractor.code, "share": one.share} for one in found.liable],
        "recoveries": [recovery(row) for row in found.recoveries],
    }
