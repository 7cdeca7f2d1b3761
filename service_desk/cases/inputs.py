"""What the API takes: the forms of the procedure."""

from rest_framework import serializers

from service_desk.cases import terms
from service_desk.cases.serializers import MoneySerializer

LANGUAGES = ["en", "zh-hans", "zh-hant", "fi"]
LARGEST = 2**62


class GuardedSerializer(serializers.Serializer):
    """What goes to an owner; `guard_because` is needed only where the reply guard has asked for it."""

    guard_because = serializers.CharField(required=False, allow_blank=True, max_length=500)


class VersionedSerializer(serializers.Serializer):
    """`version`, where given, is the version of the case that the writer had seen."""

    version = serializers.IntegerField(required=False, min_value=1)


class ImpactSerializer(serializers.Serializer):
    """What it does to the person; severity is computed from it."""

    safety = serializers.BooleanField(required=False)
    health = serializers.BooleanField(required=False)
    households = serializers.IntegerField(required=False, min_value=0, max_value=100_000)
    media = serializers.BooleanField(required=False)
    law = serializers.BooleanField(required=False)
    money = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST, help_text="minor units")


class RegisterSerializer(serializers.Serializer):
    project = serializers.CharField(help_text="the project's code")
    owner = serializers.CharField(required=False, allow_null=True, help_text="the owner's number")
    home = serializers.CharField(required=False, allow_null=True, help_text="the home's public number")
    kind = serializers.ChoiceField(terms.CaseKind.choices)
    channel = serializers.ChoiceField(terms.Channel.choices)
    words = serializers.CharField(max_length=20_000, help_text="the owner's own words")
    summary = serializers.CharField(required=False, allow_blank=True, max_length=300)
    language = serializers.ChoiceField(LANGUAGES, required=False)
    subject = serializers.CharField(max_length=80)
    impact = ImpactSerializer(required=False)
    emotion = serializers.ChoiceField(terms.Emotion.choices, required=False)
    demand = MoneySerializer(required=False, allow_null=True)
    received_at = serializers.DateTimeField(required=False, help_text="now, where it is not given")


class AssignmentSerializer(VersionedSerializer):
    to = serializers.CharField(help_text="the agent's sign-in name")
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class AttachOwnerSerializer(VersionedSerializer):
    owner = serializers.CharField(max_length=20, help_text="the owner's number")
    home = serializers.CharField(
        required=False, allow_null=True, max_length=40, help_text="the home's public number"
    )


class SeveritySerializer(VersionedSerializer):
    severity = serializers.ChoiceField(terms.Severity.choices)
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class InvestigateSerializer(VersionedSerializer):
    substantiated = serializers.BooleanField()
    department = serializers.CharField(required=False, allow_null=True, help_text="the department's code")
    findings = serializers.CharField(max_length=20_000)
    fault_share = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    evidence = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    cause = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class ExplainSerializer(VersionedSerializer, GuardedSerializer):
    explanation = serializers.CharField(max_length=20_000)


class TransferSerializer(VersionedSerializer):
    department = serializers.CharField(required=False, allow_null=True, help_text="the department's code")
    request = serializers.CharField(max_length=20_000)
    asked_for = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class SolutionSerializer(serializers.Serializer):
    solution = serializers.CharField(max_length=20_000)
    ready_on = serializers.DateField(required=False, allow_null=True)
    cost = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=2**53, help_text="minor units"
    )


class ResultReadSerializer(serializers.Serializer):
    pass


class PartInputSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(terms.PartKind.choices)
    description = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    cost = MoneySerializer(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class ProposeSerializer(VersionedSerializer, GuardedSerializer):
    summary = serializers.CharField(max_length=20_000)
    parts = PartInputSerializer(many=True, min_length=1, max_length=50)


class ApprovalSerializer(serializers.Serializer):
    approved = serializers.BooleanField()
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class RefuseAllSerializer(VersionedSerializer):
    words = serializers.CharField(max_length=20_000, help_text="the owner's own words, for each of them")


class OwnerDecisionSerializer(serializers.Serializer):
    agreed = serializers.BooleanField()
    words = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    signed_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    signature = serializers.CharField(
        required=False, allow_blank=True, max_length=500_000, help_text="a PNG as a data address"
    )


class SetActionSerializer(VersionedSerializer):
    department = serializers.CharField(help_text="the department's code")
    description = serializers.CharField(max_length=20_000)
    due_on = serializers.DateField(required=False, allow_null=True)


class ResultSerializer(VersionedSerializer):
    result = serializers.CharField(max_length=20_000)


class FinishSerializer(serializers.Serializer):
    result = serializers.CharField(max_length=20_000)


class PlanVisitsSerializer(serializers.Serializer):
    visits = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=5)


class OutcomeSerializer(serializers.Serializer):
    outcome = serializers.ChoiceField(terms.VisitOutcome.choices)
    words = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class ReasonSerializer(VersionedSerializer):
    because = serializers.CharField(max_length=2000)


class SayingSerializer(GuardedSerializer):
    """`out` goes to the owner, `in` is what he added, `note` stays among ourselves."""

    direction = serializers.ChoiceField(terms.Direction.choices)
    body = serializers.CharField(max_length=20_000)
    promise_due = serializers.DateField(
        required=False,
        help_text="with `out`: the reply is a promise for this day, and stands in the register",
    )
