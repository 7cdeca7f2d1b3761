"""The API of the steps of a purchase and of its payments."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from owners import access, shapes
from owners.serializers import Money, PurchaseOut

from . import converting, paying
from .states import Payment, PurchaseKind


class NextStepIn(serializers.Serializer):
    to = serializers.ChoiceField(choices=PurchaseKind.choices)
    home = serializers.CharField(required=False, help_text="public number, where the step before named none")
    signed_on = serializers.DateField()
    price = Money()
    deposit_amount = serializers.IntegerField(min_value=0, required=False, help_text="minor units")
    payment = serializers.ChoiceField(choices=Payment.choices, required=False, allow_blank=True, default="")


class LineIn(serializers.Serializer):
    due_on = serializers.DateField()
    amount = serializers.IntegerField(min_value=1, help_text="minor units")


class PlanIn(serializers.Serializer):
    lines = LineIn(many=True)


class LineOut(LineIn):
    paid_on = serializers.DateField(allow_null=True)


class PlanOut(serializers.Serializer):
    currency = serializers.CharField()
    lines = LineOut(many=True)


class PaidIn(serializers.Serializer):
    due_on = serializers.DateField(help_text="names the line")
    on = serializers.DateField()


def _plan(purchase) -> dict:
    lines = [
        {"due_on": line.due_on, "amount": line.amount, "paid_on": line.paid_on}
        for line in purchase.lines.order_by("due_on")
    ]
    return {"currency": purchase.currency, "lines": lines}


class NextStep(Endpoint):
    """The reservation becomes a subscription, the subscription a contract."""

    verbs = {"POST": "purchases.record"}
    inputs = {"POST": NextStepIn}
    outputs = {"POST": PurchaseOut}

    def post(self, request, number):
        """A step that was cancelled, or followed already, is refused with `illegal_move`."""
        row, said = access.purchase_for(request.user, number, to="purchases.record"), dict(self.given())
        home, price = said.pop("home", None), said.pop("price")
        found = access.home_for(request.user, home, to="purchases.record") if home else None
        made = converting.convert_purchase(
            request.user, row, home=found, amount=price["amount"], now=self.now, **said
        )
        return Response(shapes.purchase(access.purchase_for(request.user, made.number)), status=201)


class Plan(Endpoint):
    """How a purchase is to be paid; what has been paid stays when it is planned anew."""

    verbs = {"GET": "purchases.view", "PUT": "purchases.record"}
    inputs = {"PUT": PlanIn}
    outputs = {"GET": PlanOut, "PUT": PlanOut}

    def get(self, request, number):
        return Response(_plan(access.purchase_for(request.user, number)))

    def put(self, request, number):
        row = access.purchase_for(request.user, number, to="purchases.record")
        lines = [(line["due_on"], line["amount"]) for line in self.given()["lines"]]
        paying.plan_payments(request.user, row, lines, now=self.now)
        return Response(_plan(row))


class Paid(Endpoint):
    """A line of the plan has been paid."""

    verbs = {"POST": "purchases.record"}
    inputs = {"POST": PaidIn}
    outputs = {"POST": PlanOut}

    def post(self, request, number):
        row = access.purchase_for(request.user, number, to="purchases.record")
        paying.mark_paid(request.user, row, now=self.now, **self.given())
        return Response(_plan(row), status=201)
