"""Handovers, findings and checklists as they go over the wire, and what may be sent in."""

from rest_framework import serializers

from owners.homes.models import HomeType
from owners.serializers import HomeRef, OwnerRef

from .states import HandoverStatus, Looked, Seriousness


def _meter():
    return serializers.DecimalField(max_digits=12, decimal_places=3, required=False, allow_null=True)


class HandoverIn(serializers.Serializer):
    home = serializers.CharField(help_text="public number")
    owner = serializers.CharField(help_text="number")
    appointment_at = serializers.DateTimeField()
    conducted_by = serializers.CharField(required=False, allow_blank=True, default="", help_text="username")


class AppointmentIn(serializers.Serializer):
    version = serializers.IntegerField()
    appointment_at = serializers.DateTimeField()
    conducted_by = serializers.CharField(required=False, allow_blank=True, default="", help_text="username")


class ResultIn(serializers.Serializer):
    item = serializers.UUIDField()
    looked = serializers.ChoiceField(choices=Looked.choices)
    remark = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    seriousness = serializers.ChoiceField(choices=Seriousness.choices, default=Seriousness.MINOR)
    due_on = serializers.DateField(required=False, allow_null=True)


class InspectionIn(serializers.Serializer):
    version = serializers.IntegerField()
    results = ResultIn(many=True)


class TakeOverIn(serializers.Serializer):
    version = serializers.IntegerField()
    signed_by = serializers.CharField(max_length=120)
    on = serializers.DateField()
    keys = serializers.IntegerField(min_value=0, max_value=99, required=False, allow_null=True)
    water = _meter()
    electricity = _meter()
    gas = _meter()
    heating = _meter()


class ReasonIn(serializers.Serializer):
    version = serializers.IntegerField()
    because = serializers.CharField(max_length=300)
    on = serializers.DateField()


class FindingIn(serializers.Serializer):
    place = serializers.CharField(max_length=80)
    remark = serializers.CharField(max_length=300)
    seriousness = serializers.ChoiceField(choices=Seriousness.choices)
    part = serializers.CharField(required=False, allow_blank=True, help_text="code of a warranty part")
    due_on = serializers.DateField(required=False, allow_null=True)


class FixedIn(serializers.Serializer):
    on = serializers.DateField()
    remark = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class FindingOut(serializers.Serializer):
    id = serializers.UUIDField()
    place = serializers.CharField()
    remark = serializers.CharField()
    seriousness = serializers.ChoiceField(choices=Seriousness.choices)
    part = serializers.CharField(allow_null=True)
    due_on = serializers.DateField()
    fixed_on = serializers.DateField(allow_null=True)
    fixed_remark = serializers.CharField()


class FindingRow(FindingOut):
    handover = serializers.UUIDField()
    home = HomeRef()


class SeenOut(serializers.Serializer):
    id = serializers.UUIDField()
    room = serializers.CharField()
    name = serializers.CharField()
    looked = serializers.ChoiceField(choices=Looked.choices, allow_null=True)
    remark = serializers.CharField()


class HandoverRow(serializers.Serializer):
    id = serializers.UUIDField()
    home = HomeRef()
    owner = OwnerRef()
    status = serializers.ChoiceField(choices=HandoverStatus.choices)
    status_label = serializers.CharField()
    appointment_at = serializers.DateTimeField()
    conducted_by = serializers.CharField(allow_null=True, help_text="username")
    ended_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class HandoverOut(HandoverRow):
    because = serializers.CharField()
    signed_by = serializers.CharField()
    keys = serializers.IntegerField(allow_null=True)
    water = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    electricity = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    gas = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    heating = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    items = SeenOut(many=True)
    findings = FindingOut(many=True)


class HomeTypeIn(serializers.Serializer):
    home_type = serializers.ChoiceField(choices=HomeType.choices)


class ItemIn(serializers.Serializer):
    home_type = serializers.ChoiceField(choices=HomeType.choices)
    room = serializers.CharField(max_length=80)
    room_names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    name = serializers.CharField(max_length=160)
    names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    part = serializers.CharField(required=False, allow_blank=True, help_text="code of a warranty part")
    position = serializers.IntegerField(min_value=0, max_value=9999, required=False)


class ItemPatch(serializers.Serializer):
    room = serializers.CharField(max_length=80, required=False)
    room_names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    name = serializers.CharField(max_length=160, required=False)
    names = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    position = serializers.IntegerField(min_value=0, max_value=9999, required=False)
    retired = serializers.BooleanField(required=False)


class ItemOut(serializers.Serializer):
    id = serializers.UUIDField()
    home_type = serializers.ChoiceField(choices=HomeType.choices)
    room = serializers.CharField()
    name = serializers.CharField()
    part = serializers.CharField(allow_null=True)
    position = serializers.IntegerField()
    retired = serializers.BooleanField()


class ItemsOut(serializers.Serializer):
    results = ItemOut(many=True)
