"""Decisions, outcomes and alarms as they go over the wire."""

from rest_framework import serializers

from profitability.plans.rules import Plan

from .decisions.states import Verdicts


class DecisionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    feedback = serializers.UUIDField()
    owner = serializers.CharField()
    project = serializers.CharField()
    case = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(Verdicts.choices)
    outcome_label = serializers.CharField()
    rule = serializers.CharField()
    plan = serializers.CharField()
    plan_label = serializers.CharField()
    carried_out = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    directive = serializers.CharField(allow_null=True)
    overridden = serializers.BooleanField()


class WholeDecisionSerializer(DecisionSerializer):
    policy = serializers.IntegerField(help_text="version")
    assessment = serializers.UUIDField(allow_null=True)
    inputs = serializers.DictField()
    alternatives = serializers.ListField(child=serializers.DictField())
    override = serializers.DictField(allow_null=True)


class OverrideSerializer(serializers.Serializer):
    plan = serializers.ChoiceField(Plan.choices)
    because = serializers.CharField(max_length=1000)
    seen = serializers.CharField(
        required=False,
        max_length=40,
        help_text="number of the directive you saw; another one now is a conflict",
    )


class OutcomeSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    directive = serializers.CharField(source="directive.number")
    decision = serializers.UUIDField(source="decision.public_id", default=None)
    owner = serializers.CharField(source="owner.number")
    case = serializers.CharField(source="case.number", default=None)
    fulfilled_at = serializers.DateTimeField()
    days_taken = serializers.FloatField()
    score_before = serializers.IntegerField(allow_null=True)
    score_after = serializers.IntegerField(allow_null=True)
    finding = serializers.CharField()
    finding_label = serializers.CharField(source="get_finding_display")
    measured_at = serializers.DateTimeField(allow_null=True)


class AlarmSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    case = serializers.CharField(source="case.number", allow_null=True, default=None)
    directive = serializers.CharField(source="directive.number", allow_null=True, default=None)
    project = serializers.CharField(source="project.code")
    kind = serializers.CharField()
    kind_label = serializers.CharField(source="get_kind_display")
    level = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    taken_at = serializers.DateTimeField(allow_null=True)


class TakingSerializer(serializers.Serializer):
    because = serializers.CharField(default="", allow_blank=True, max_length=1000)


class PolicySerializer(serializers.Serializer):
    version = serializers.IntegerField()
    rules = serializers.DictField()
    because = serializers.CharField()
    active_from = serializers.DateTimeField()
