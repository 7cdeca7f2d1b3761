"""Clocks, their rules and their pauses as they go over the wire."""

from rest_framework import serializers

from crm.accounts.models import Role
from crm.versions.api import ReasonIn
from service_desk.cases.serializers import PersonSerializer, PlaceSerializer, label
from service_desk.cases.terms import CaseKind, Severity
from service_desk.clocks.access import name_of
from service_desk.clocks.models import DeadlineKind, Measure
from service_desk.clocks.rules import LEVELS


class PauseSerializer(serializers.Serializer):
    reason = serializers.CharField(source="reason.code")
    reason_label = serializers.CharField(source="reason.label")
    words = serializers.CharField()
    paused_by = PersonSerializer()
    paused_at = serializers.DateTimeField()
    until = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class ClockSerializer(serializers.Serializer):
    name = serializers.SerializerMethodField(help_text="how addresses call it: its kind, slip or visit")
    case = serializers.CharField(source="case.number")
    kind = serializers.ChoiceField(DeadlineKind.choices)
    kind_label = label("kind")
    rule = serializers.CharField()
    measure = serializers.ChoiceField(Measure.choices)
    amount = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    level = serializers.IntegerField(help_text="the highest percentage warned of: 0, 50, 100 or 150")
    paused_at = serializers.DateTimeField(allow_null=True)

    def get_name(self, row) -> str:
        return name_of(row)


class PausedClockSerializer(ClockSerializer):
    pauses = PauseSerializer(many=True)


class PauseInputSerializer(serializers.Serializer):
    reason = serializers.SlugField(max_length=40)
    words = serializers.CharField(max_length=2000)


class EarlierInputSerializer(serializers.Serializer):
    due_on = serializers.DateField()
    because = serializers.CharField(max_length=2000)


class EmptySerializer(serializers.Serializer):
    pass


class LineSerializer(serializers.Serializer):
    department = PlaceSerializer(allow_null=True)
    overdue = serializers.IntegerField()
    soon = serializers.IntegerField()
    first_due_at = serializers.DateTimeField(allow_null=True)


class LoadSerializer(serializers.Serializer):
    """How much somebody has in hand, in cases; `rows` is how the list of cases is asked for them."""

    person = PersonSerializer()
    open = serializers.IntegerField()
    due_today = serializers.IntegerField()
    overdue = serializers.IntegerField()
    waiting = serializers.IntegerField()
    rows = serializers.DictField(child=serializers.CharField())


class BoardSerializer(serializers.Serializer):
    teams = LineSerializer(many=True)
    departments = LineSerializer(many=True)
    overdue = serializers.IntegerField()
    soon = serializers.IntegerField()


class StuckSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    case = serializers.CharField(source="case.number")
    why = serializers.CharField()
    why_label = label("why")
    figure = serializers.IntegerField()
    found_at = serializers.DateTimeField()
    note = serializers.CharField()
    next_on = serializers.DateField(allow_null=True)
    seen_by = PersonSerializer(allow_null=True)


class LookSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=2000)
    next_on = serializers.DateField()


class NamesField(serializers.DictField):
    """A name in each of the house's languages."""

    child = serializers.CharField(max_length=120)


class RuleSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id", read_only=True)
    clock = serializers.ChoiceField(DeadlineKind.choices)
    kind = serializers.ChoiceField(CaseKind.choices, allow_blank=True, default="")
    severity = serializers.ChoiceField(Severity.choices, allow_blank=True, default="")
    subject = serializers.CharField(max_length=80, allow_blank=True, default="")
    project = serializers.CharField(source="project.code", allow_null=True, default=None)
    measure = serializers.ChoiceField(Measure.choices)
    amount = serializers.IntegerField(min_value=0, max_value=100_000, default=0)
    names = NamesField()


class ReasonSerializer(serializers.Serializer):
    code = serializers.SlugField(max_length=40, read_only=True)
    names = NamesField()
    clocks = serializers.ListField(child=serializers.ChoiceField(DeadlineKind.choices), max_length=12)
    waits_for_owner = serializers.BooleanField(default=False)
    longest_days = serializers.IntegerField(min_value=1, max_value=250)


class RolesField(serializers.ListField):
    child = serializers.ChoiceField(Role.choices)


class NumbersSerializer(serializers.Serializer):
    no_move_days = serializers.IntegerField(min_value=1, max_value=250)
    most_moves = serializers.IntegerField(min_value=1, max_value=250)
    most_rejections = serializers.IntegerField(min_value=1, max_value=250)
    escalation = serializers.DictField(child=RolesField(), help_text=f"roles by level: {LEVELS}")


class PolicySerializer(NumbersSerializer):
    number = serializers.IntegerField()
    is_draft = serializers.BooleanField()
    version = serializers.IntegerField()
    because = serializers.CharField()
    active_from = serializers.DateTimeField(allow_null=True)
    rules = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()

    def get_rules(self, row) -> list[dict]:
        return RuleSerializer(row.rules.select_related("project").order_by("id"), many=True).data

    def get_reasons(self, row) -> list[dict]:
        return ReasonSerializer(row.reasons.order_by("id"), many=True).data


class EffectSerializer(serializers.Serializer):
    because = serializers.CharField(max_length=2000)
    on_open = serializers.BooleanField(default=False)
    version = serializers.IntegerField(required=False, allow_null=True)


class ReturnSerializer(ReasonIn):
    on_open = serializers.BooleanField(default=True, help_text="whether the running clocks follow it too")


class ChangedSerializer(serializers.Serializer):
    case = serializers.CharField(source="deadline.case.number")
    kind = serializers.CharField(source="deadline.kind")
    due_now = serializers.DateTimeField(source="deadline.due_at")
    due_by_draft = serializers.DateTimeField(source="due_at", allow_null=True)


class PreviewSerializer(serializers.Serializer):
    looked_at = serializers.IntegerField()
    changed = serializers.IntegerField()
    ended = serializers.IntegerField()
    earlier = serializers.IntegerField()
    later = serializers.IntegerField()
    overdue = serializers.IntegerField()
    more = serializers.BooleanField()
    shown = ChangedSerializer(many=True)
