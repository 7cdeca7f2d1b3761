"""What the API says of what came in, and what it takes."""

from rest_framework import serializers

from service_desk.cases.terms import CaseKind
from service_desk.channels.mail.states import Discarded


class MailRowOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    mailbox = serializers.CharField(source="mailbox.address")
    project = serializers.CharField(source="mailbox.project.code")
    status = serializers.CharField()
    status_label = serializers.CharField(source="get_status_display")
    reason = serializers.CharField()
    reason_label = serializers.CharField(source="get_reason_display")
    sender = serializers.CharField()
    sender_name = serializers.CharField()
    subject = serializers.CharField()
    arrived_at = serializers.DateTimeField()
    size = serializers.IntegerField()
    suggested = serializers.CharField(source="suggested.number", default=None)
    discarded_as = serializers.CharField()


class MailOut(MailRowOut):
    words = serializers.CharField()
    folded = serializers.CharField()
    files = serializers.JSONField()
    remarks = serializers.JSONField()
    written_at = serializers.DateTimeField(allow_null=True)
    case = serializers.CharField(source="case.number", default=None)


class ReleaseIn(serializers.Serializer):
    kind = serializers.ChoiceField(CaseKind.choices)


class AttachIn(serializers.Serializer):
    case = serializers.CharField(max_length=20, help_text="the number of the case")


class DiscardIn(serializers.Serializer):
    why = serializers.ChoiceField(Discarded.choices, required=False, allow_blank=True)


class TogetherIn(serializers.Serializer):
    mails = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=50)
    deed = serializers.ChoiceField(["case", "discard", "reply"])
    kind = serializers.ChoiceField(CaseKind.choices, required=False, help_text="for cases")
    why = serializers.ChoiceField(Discarded.choices, required=False, help_text="for what is discarded")


class NotDoneOut(serializers.Serializer):
    mail = serializers.UUIDField()
    because = serializers.CharField()


class TogetherOut(serializers.Serializer):
    done = serializers.IntegerField()
    refused = NotDoneOut(many=True)


class CaseNumberOut(serializers.Serializer):
    case = serializers.CharField()


class CountsOut(serializers.Serializer):
    held = serializers.IntegerField()
    discarded = serializers.IntegerField()
