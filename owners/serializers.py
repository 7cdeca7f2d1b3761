"""Owners, homes and purchases as they go over the wire, and what may be sent in."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from owners.contracts import reading
from owners.contracts.states import Payment, PurchaseKind, Stage
from owners.homes.models import HomeType
from owners.homes.states import HomeStatus
from owners.people import choices


class Money(serializers.Serializer):
    amount = serializers.IntegerField(min_value=0, help_text="minor units")
    currency = serializers.CharField(min_length=3, max_length=3, required=False)


class ProjectRef(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class HomeRef(serializers.Serializer):
    public_number = serializers.CharField()
    number = serializers.CharField()
    project = ProjectRef()


class StageOut(serializers.Serializer):
    """The stage, in words, with the fact that decides it and its day."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    stage_label = serializers.CharField()
    fact = serializers.CharField()
    on = serializers.DateField()


class OwnerRow(serializers.Serializer):
    """An owner as he stands in a list; phone and e-mail are masked."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=choices.OwnerKind.choices)
    kind_label = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField(help_text="masked")
    language = serializers.CharField()
    preferred_channel = serializers.CharField()
    preferred_channel_label = serializers.CharField()
    manager = serializers.CharField(allow_null=True, help_text="username")
    stage = StageOut()
    completeness = serializers.IntegerField(help_text="per cent of the profile that is known")
    do_not_call = serializers.BooleanField()
    homes = HomeRef(many=True)
    version = serializers.IntegerField()


class HeldOut(serializers.Serializer):
    id = serializers.UUIDField(help_text="names the ownership, to end it")
    home = HomeRef()
    share = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class OwnerOut(OwnerRow):
    """An owner whole; hints for whoever answers only to those who serve."""

    merged_from = serializers.ListField(
        child=serializers.CharField(),
        help_text="numbers that lead here since they were merged into this owner",
    )
    email = serializers.CharField(help_text="masked")
    identity_kind = serializers.CharField()
    identity = serializers.CharField(help_text="masked")
    postal_address = serializers.CharField(help_text="masked")
    hours = serializers.CharField()
    manner = serializers.CharField(required=False)
    sensitive_trade = serializers.CharField(required=False)
    income_band = serializers.CharField(required=False)
    birth_date = serializers.CharField(allow_null=True, help_text="a day, or its year behind a mask")
    age = serializers.IntegerField(
        allow_null=True, help_text="worked out of the day of birth, where that is shown"
    )
    gender = serializers.CharField()
    housing = serializers.CharField()
    education = serializers.CharField()
    occupation = serializers.CharField()
    activities = serializers.CharField()
    source = serializers.CharField()
    known_since = serializers.DateField()
    projects = ProjectRef(many=True)
    ownerships = HeldOut(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class _Profile(serializers.Serializer):
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    email = serializers.CharField(max_length=120, required=False, allow_blank=True)
    identity_kind = serializers.ChoiceField(
        choices=choices.IdentityKind.choices, required=False, allow_blank=True
    )
    identity = serializers.CharField(max_length=40, required=False, allow_blank=True)
    postal_address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    language = serializers.CharField(max_length=10, required=False)
    preferred_channel = serializers.ChoiceField(choices=choices.Channel.choices, required=False)
    hours = serializers.ChoiceField(choices=choices.Hours.choices, required=False)
    do_not_call = serializers.BooleanField(required=False)
    manner = serializers.ChoiceField(choices=choices.Manner.choices, required=False, allow_blank=True)
    sensitive_trade = serializers.ChoiceField(
        choices=choices.SensitiveTrade.choices, required=False, allow_blank=True
    )
    manager = serializers.CharField(required=False, allow_null=True, help_text="username")
    birth_date = serializers.DateField(required=False, allow_null=True)
    gender = serializers.ChoiceField(choices=choices.Gender.choices, required=False, allow_blank=True)
    income_band = serializers.ChoiceField(
        choices=choices.IncomeBand.choices, required=False, allow_blank=True
    )
    housing = serializers.ChoiceField(choices=choices.Housing.choices, required=False, allow_blank=True)
    education = serializers.ChoiceField(choices=choices.Education.choices, required=False, allow_blank=True)
    occupation = serializers.CharField(max_length=80, required=False, allow_blank=True)
    activities = serializers.CharField(max_length=200, required=False, allow_blank=True)
    source = serializers.ChoiceField(choices=choices.Source.choices, required=False, allow_blank=True)


class OwnerIn(_Profile):
    project = serializers.CharField(help_text="code")
    kind = serializers.ChoiceField(choices=choices.OwnerKind.choices, default="person")
    name = serializers.CharField(max_length=120)
    external_ref = serializers.CharField(max_length=80, required=False)
    home = serializers.CharField(
        max_length=40, required=False, help_text="number of a home, only to see who is known there"
    )
    despite_likeness = serializers.BooleanField(
        required=False, help_text="somebody has looked: it is another person"
    )


class OwnerPatch(_Profile):
    version = serializers.IntegerField(help_text="of the owner as you read him")
    kind = serializers.ChoiceField(choices=choices.OwnerKind.choices, required=False)
    name = serializers.CharField(max_length=120, required=False)


class RevealIn(serializers.Serializer):
    field = serializers.ChoiceField(choices=["phone", "email", "identity", "postal_address"])
    because = serializers.CharField(max_length=200)


class RevealOut(serializers.Serializer):
    field = serializers.CharField()
    value = serializers.CharField()
    seconds = serializers.IntegerField(help_text="mask it again after so many")


class VisitIn(serializers.Serializer):
    project = serializers.CharField(help_text="code")
    on = serializers.DateField()
    remark = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class VisitOut(serializers.Serializer):
    project = ProjectRef()
    on = serializers.DateField()
    remark = serializers.CharField()


class HomeOut(HomeRef):
    building = serializers.CharField()
    entrance = serializers.CharField()
    floor = serializers.IntegerField()
    unit = serializers.CharField()
    type = serializers.ChoiceField(choices=HomeType.choices)
    type_label = serializers.CharField()
    bedrooms = serializers.IntegerField(allow_null=True)
    living_rooms = serializers.IntegerField(allow_null=True)
    bathrooms = serializers.IntegerField(allow_null=True)
    area = serializers.CharField(allow_null=True, help_text="square metres")
    address = serializers.CharField()
    status = serializers.ChoiceField(choices=HomeStatus.choices)
    status_label = serializers.CharField()
    handover_due_on = serializers.DateField(allow_null=True)
    handover_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class _HomeDetails(serializers.Serializer):
    type = serializers.ChoiceField(choices=HomeType.choices, required=False)
    bedrooms = serializers.IntegerField(min_value=0, max_value=50, required=False, allow_null=True)
    living_rooms = serializers.IntegerField(min_value=0, max_value=50, required=False, allow_null=True)
    bathrooms = serializers.IntegerField(min_value=0, max_value=50, required=False, allow_null=True)
    area = serializers.DecimalField(max_digits=9, decimal_places=2, required=False, allow_null=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    handover_due_on = serializers.DateField(required=False, allow_null=True)


class HomeIn(_HomeDetails):
    project = serializers.CharField(help_text="code")
    building = serializers.CharField(max_length=20)
    entrance = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    floor = serializers.IntegerField(min_value=-9, max_value=200, default=1)
    unit = serializers.CharField(max_length=10, required=False, allow_blank=True, default="")
    number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class HomePatch(_HomeDetails):
    version = serializers.IntegerField(help_text="of the home as you read it")


class HandoverIn(serializers.Serializer):
    on = serializers.DateField()


class OwnerRef(serializers.Serializer):
    number = serializers.CharField()
    name = serializers.CharField()


class PurchaseOut(serializers.Serializer):
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=PurchaseKind.choices)
    kind_label = serializers.CharField()
    owner = OwnerRef()
    project = ProjectRef()
    home = HomeRef(allow_null=True)
    signed_on = serializers.DateField()
    price = Money()
    area = serializers.CharField(allow_null=True)
    payment = serializers.CharField()
    external_ref = serializers.CharField(allow_null=True)
    follows = serializers.CharField(allow_null=True, help_text="number of the step before")
    deposit_amount = serializers.IntegerField(allow_null=True, help_text="minor units")
    refund_amount = serializers.IntegerField(allow_null=True, help_text="minor units")
    cancelled_on = serializers.DateField(allow_null=True)
    cancelled_because = serializers.CharField()
    version = serializers.IntegerField()


class PurchaseIn(serializers.Serializer):
    owner = serializers.CharField(help_text="number")
    home = serializers.CharField(required=False, help_text="public number")
    project = serializers.CharField(required=False, help_text="code; for a reservation without a home")
    kind = serializers.ChoiceField(choices=PurchaseKind.choices)
    signed_on = serializers.DateField()
    price = Money()
    margin_amount = serializers.IntegerField(required=False, help_text="minor units")
    payment = serializers.ChoiceField(choices=Payment.choices, required=False, allow_blank=True, default="")
    deposit_amount = serializers.IntegerField(required=False, min_value=0, help_text="minor units")
    seller = serializers.CharField(required=False, help_text="number; for a resale by one of several owners")
    source = serializers.CharField(max_length=20, required=False, default="api")
    external_ref = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class PurchasePatch(serializers.Serializer):
    """A signed purchase is not rewritten; what may be corrected is how it is paid."""

    version = serializers.IntegerField()
    payment = serializers.ChoiceField(choices=Payment.choices, allow_blank=True)


class CancelIn(serializers.Serializer):
    version = serializers.IntegerField()
    on = serializers.DateField()
    refund_amount = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, help_text="minor units the buyer gets back"
    )
    because = serializers.CharField(max_length=200)


@extend_schema_field({"type": "string", "examples": ["1", "1/2", "50 %"]})
class ShareField(serializers.Field):
    def to_internal_value(self, written):
        try:
            return reading.share_of(written)
        except reading.ReadingRefused as refusal:
            raise serializers.ValidationError(str(refusal)) from refusal

    def to_representation(self, value):
        return str(value.normalize())


class OwnershipIn(serializers.Serializer):
    owner = serializers.CharField(help_text="number")
    home = serializers.CharField(help_text="public number")
    share = ShareField(default="1", help_text="1, 1/2 or 50 %")
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True)


class EndIn(serializers.Serializer):
    until = serializers.DateField(help_text="no longer owner from this day")
    because = serializers.CharField(max_length=200)


class OwnershipOut(serializers.Serializer):
    id = serializers.UUIDField()
    owner = OwnerRef()
    home = HomeRef()
    share = ShareField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
