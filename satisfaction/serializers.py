"""Questionnaires, invitations and feedback as they go over the wire."""

from django.conf import settings
from rest_framework import serializers

from .collection.states import InvitationStatus, Purpose
from .feedback.states import Attitude, Opinion, Via


def label(field: str) -> serializers.CharField:
    """The translated word of an enumeration."""
    return serializers.CharField(source=f"get_{field}_display", read_only=True)


class QuestionSerializer(serializers.Serializer):
    code = serializers.CharField()
    kind = serializers.CharField()
    dimension = serializers.CharField()
    label = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())
    options = serializers.ListField(child=serializers.DictField())
    required = serializers.BooleanField()


class QuestionnaireSerializer(serializers.Serializer):
    code = serializers.CharField()
    version = serializers.IntegerField()
    touchpoint = serializers.CharField()
    active = serializers.BooleanField()
    label = serializers.CharField()
    questions = QuestionSerializer(many=True)


class InvitationSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    owner = serializers.CharField(source="owner.number")
    case = serializers.CharField(source="case.number", default=None)
    questionnaire = serializers.CharField(source="questionnaire.code", default=None)
    purpose = serializers.CharField()
    purpose_label = label("purpose")
    status = serializers.ChoiceField(InvitationStatus.choices)
    status_label = label("status")
    withheld_because = serializers.CharField()
    language = serializers.CharField()
    opened_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class NewInvitationSerializer(serializers.Serializer):
    owner = serializers.CharField(help_text="number of the owner")
    case = serializers.CharField(help_text="number of the case it is about")
    purpose = serializers.ChoiceField(Purpose.choices, default=Purpose.FOLLOW_UP)


class NewCallbackSerializer(serializers.Serializer):
    """A return visit as it went. Answers are kept only where the owner was reached."""

    visit = serializers.CharField(help_text="number of the return visit")
    outcome = serializers.ChoiceField(["reached", "no_answer", "not_now", "refused"])
    answers = serializers.DictField(
        child=serializers.CharField(allow_blank=True), default=dict, help_text="question code → answer"
    )
    words = serializers.CharField(default="", allow_blank=True)


class FeedbackSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    owner = serializers.CharField(source="owner.number")
    project = serializers.CharField(source="project.code")
    case = serializers.CharField(source="case.number", default=None)
    via = serializers.ChoiceField(Via.choices)
    via_label = label("via")
    score = serializers.IntegerField(allow_null=True)
    attitude = serializers.CharField()
    attitude_label = label("attitude")
    opinion = serializers.CharField()
    opinion_label = label("opinion")
    subject = serializers.CharField()
    words = serializers.CharField()
    language = serializers.CharField()
    at = serializers.DateTimeField()


class CallbackSerializer(serializers.Serializer):
    visit = serializers.CharField()
    outcome = serializers.CharField()
    feedback = FeedbackSerializer(allow_null=True)


class NewFeedbackSerializer(serializers.Serializer):
    owner = serializers.CharField(help_text="number of the owner")
    project = serializers.CharField(required=False, help_text="code; without it, the case's project")
    case = serializers.CharField(required=False, help_text="number of the case it is about")
    score = serializers.IntegerField(required=False, min_value=0, max_value=100)
    attitude = serializers.ChoiceField(Attitude.choices, required=False)
    opinion = serializers.ChoiceField(Opinion.choices, required=False)
    subject = serializers.CharField(required=False, max_length=80)
    words = serializers.CharField(default="", allow_blank=True, max_length=4000)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    via = serializers.ChoiceField([Via.API, Via.PORTAL], default=Via.API)
