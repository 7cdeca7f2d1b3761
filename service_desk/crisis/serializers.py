"""What the API of the crisis room takes and gives. No serializer takes an author: it is who is signed in."""

from rest_framework import serializers

from service_desk.cases.serializers import PersonSerializer, PlaceSerializer, label
from service_desk.crisis import terms


class CrisisOut(serializers.Serializer):
    number = serializers.CharField()
    project = PlaceSerializer()
    title = serializers.CharField()
    trigger = serializers.CharField()
    trigger_label = label("trigger")
    facts = serializers.CharField()
    source = serializers.CharField()
    status = serializers.CharField()
    status_label = label("status")
    spokesperson = PersonSerializer()
    report_every = serializers.CharField()
    next_report_at = serializers.DateTimeField(allow_null=True)
    answer_within = serializers.IntegerField(help_text="minutes")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    lessons = serializers.CharField()
    version = serializers.IntegerField()


class StatementOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    version = serializers.IntegerField()
    texts = serializers.JSONField()
    status = serializers.CharField()
    status_label = label("status")
    written_by = PersonSerializer()
    written_at = serializers.DateTimeField()
    approved_by = PersonSerializer(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    published_by = PersonSerializer(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class ContactOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    at = serializers.DateTimeField()
    by = PersonSerializer()
    outward = serializers.BooleanField()
    way = serializers.CharField()
    kind = serializers.CharField()
    counterpart = serializers.CharField()
    said = serializers.CharField()
    adds_to = serializers.UUIDField(source="adds_to.public_id", allow_null=True, default=None)


class AnswerOut(serializers.Serializer):
    words = serializers.CharField()
    by = PersonSerializer()
    at = serializers.DateTimeField()


class PostOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    platform = serializers.CharField()
    address = serializers.CharField()
    author = serializers.CharField()
    words = serializers.CharField()
    posted_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answers = AnswerOut(many=True)


class LegalOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    kind_label = label("kind")
    on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    counsel = serializers.CharField()
    about = serializers.CharField()
    outcome = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)


class ReportOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    sequence = serializers.IntegerField()
    at = serializers.DateTimeField()
    since = serializers.DateTimeField()
    made_by = PersonSerializer()
    snapshot = serializers.JSONField()


class DutyOut(serializers.Serializer):
    task = serializers.CharField()
    task_label = label("task")
    person = PersonSerializer()
    since = serializers.DateTimeField()


class OpenIn(serializers.Serializer):
    project = serializers.CharField(help_text="the project's code")
    title = serializers.CharField(max_length=200)
    trigger = serializers.ChoiceField(terms.Trigger.choices)
    facts = serializers.CharField(max_length=20_000)
    spokesperson = serializers.CharField(help_text="sign-in name")
    cases = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=500, help_text="numbers"
    )
    source = serializers.CharField(required=False, allow_blank=True, max_length=200)
    report_every = serializers.ChoiceField(terms.Rhythm.choices, required=False)
    answer_within = serializers.IntegerField(required=False, min_value=5, max_value=10_080)


class CaseIn(serializers.Serializer):
    case = serializers.CharField(max_length=20)


class DutyIn(serializers.Serializer):
    task = serializers.ChoiceField(terms.Task.choices)
    person = serializers.CharField(help_text="sign-in name")


class SpokespersonIn(serializers.Serializer):
    person = serializers.CharField(help_text="sign-in name")
    because = serializers.CharField(max_length=500)


class RhythmIn(serializers.Serializer):
    report_every = serializers.ChoiceField(terms.Rhythm.choices)
    answer_within = serializers.IntegerField(min_value=5, max_value=10_080)
    version = serializers.IntegerField(required=False, help_text="of the crisis as you saw it; another: 409")


class DraftIn(serializers.Serializer):
    texts = serializers.DictField(child=serializers.CharField(max_length=5000), help_text="language: text")


class ReasonIn(serializers.Serializer):
    because = serializers.CharField(required=False, allow_blank=True, max_length=500)


class DropIn(serializers.Serializer):
    because = serializers.CharField(max_length=500)


class NothingIn(serializers.Serializer):
    pass


class ContactIn(serializers.Serializer):
    outward = serializers.BooleanField()
    way = serializers.ChoiceField(terms.Way.choices)
    kind = serializers.ChoiceField(terms.Counterpart.choices)
    counterpart = serializers.CharField(max_length=160)
    said = serializers.CharField(max_length=20_000)
    at = serializers.DateTimeField(required=False)


class CorrectionIn(serializers.Serializer):
    said = serializers.CharField(max_length=20_000)


class PostIn(serializers.Serializer):
    platform = serializers.CharField(max_length=60)
    words = serializers.CharField(max_length=20_000)
    address = serializers.URLField(required=False, allow_blank=True, max_length=400)
    author = serializers.CharField(required=False, allow_blank=True, max_length=120)
    posted_at = serializers.DateTimeField()


class AnswerIn(serializers.Serializer):
    words = serializers.CharField(max_length=5000)
    guard_because = serializers.CharField(required=False, allow_blank=True, max_length=500)


class LegalIn(serializers.Serializer):
    kind = serializers.ChoiceField(terms.LegalKind.choices)
    on = serializers.DateField()
    about = serializers.CharField(max_length=5000)
    due_on = serializers.DateField(required=False, allow_null=True)
    counsel = serializers.CharField(required=False, allow_blank=True, max_length=120)


class OutcomeIn(serializers.Serializer):
    outcome = serializers.CharField(max_length=5000)


class CloseIn(serializers.Serializer):
    lessons = serializers.CharField(max_length=20_000)
