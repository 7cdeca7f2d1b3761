"""The API of severity: what a case does to people, how it was judged, and the thresholds."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.versions.api import ReasonIn
from service_desk.cases.access import case_for
from service_desk.cases.inputs import ImpactSerializer, VersionedSerializer
from service_desk.cases.serializers import PersonSerializer, label
from service_desk.cases.terms import Severity
from service_desk.gravity import rejudging, selectors, services, standing


class JudgementOut(serializers.Serializer):
    at = serializers.DateTimeField()
    by = PersonSerializer(allow_null=True)
    occasion = serializers.CharField()
    occasion_label = label("occasion")
    thresholds = serializers.IntegerField(source="rule.version", allow_null=True, default=None)
    impact = serializers.JSONField()
    computed = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    severity = serializers.CharField()
    severity_label = label("severity")
    because = serializers.CharField()


class ImpactIn(VersionedSerializer):
    impact = ImpactSerializer()
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ThresholdsOut(serializers.Serializer):
    version = serializers.IntegerField()
    rules = serializers.JSONField()
    because = serializers.CharField()
    active_from = serializers.DateTimeField()
    written_by = PersonSerializer(allow_null=True)


class RulesIn(serializers.Serializer):
    answers = serializers.DictField(child=serializers.ChoiceField(Severity.choices), required=False)
    together = serializers.IntegerField(required=False, min_value=2, max_value=4)
    households = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=9999),
        required=False,
        min_length=3,
        max_length=3,
        help_text="hot, important and major from so many homes",
    )
    money_hot = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=2**62), required=False, help_text="minor units"
    )
    money_important = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=2**62), required=False, help_text="minor units"
    )


class ChangeIn(serializers.Serializer):
    rules = RulesIn()
    because = serializers.CharField(max_length=2000)
    seen = serializers.IntegerField(required=False, min_value=1, help_text="the version you had before you")


class TryIn(serializers.Serializer):
    rules = RulesIn()


class MoveOut(serializers.Serializer):
    before = serializers.CharField()
    after = serializers.CharField()
    count = serializers.IntegerField()


class PreviewOut(serializers.Serializer):
    weighed = serializers.IntegerField()
    more_are_open = serializers.BooleanField()
    confirmed = serializers.IntegerField()
    changes = serializers.IntegerField()
    moves = MoveOut(many=True)


class Judgements(Endpoint):
    """Every judgement of how serious a case is, newest first."""

    verbs = {"GET": "severity.view"}
    outputs = {"GET": paged(JudgementOut)}

    def get(self, request, number):
        rows = selectors.judgement_rows(case_for(request.user, number, to="severity.view"))
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer(JudgementOut(page.rows, many=True).data))


class Impact(Endpoint):
    """Note what the case does to people as it is known now; it is judged again. The newest judgement comes back."""

    verbs = {"POST": "severity.learn"}
    inputs = {"POST": ImpactIn}
    outputs = {"POST": JudgementOut}

    def post(self, request, number):
        case = case_for(request.user, number, to="severity.learn")
        services.learn_impact(request.user, case, now=self.now, **self.given())
        return Response(JudgementOut(selectors.judgements_of(case).first()).data, status=201)


class ThresholdVersions(Endpoint):
    """The versions of the thresholds, newest first; a new one takes effect at once."""

    verbs = {"GET": "severity.view", "POST": "severity.thresholds"}
    inputs = {"POST": ChangeIn}
    outputs = {"GET": paged(ThresholdsOut), "POST": ThresholdsOut}

    def get(self, request):
        standing.in_force(now=self.now)
        page = CursorPage(selectors.versions(), request, order=("-version",))
        return Response(page.answer(ThresholdsOut(page.rows, many=True).data))

    def post(self, request):
        given = self.given()
        changes = given.pop("rules")
        row = services.change_thresholds(request.user, changes=changes, now=self.now, **given)
        return Response(ThresholdsOut(row).data, status=201)


class ThresholdsReturn(Endpoint):
    """Let an earlier version of the thresholds hold again, as a new version."""

    verbs = {"POST": "severity.thresholds"}
    inputs = {"POST": ReasonIn}
    outputs = {"POST": ThresholdsOut}

    def post(self, request, version):
        row = services.bring_back(request.user, version, now=self.now, **self.given())
        return Response(ThresholdsOut(row).data, status=201)


class ThresholdsTried(Endpoint):
    """What other thresholds would make of the open cases; nothing is changed."""

    verbs = {"POST": "severity.thresholds"}
    inputs = {"POST": TryIn}
    outputs = {"POST": {200: PreviewOut}}

    def post(self, request):
        row, _in_force = standing.in_force(now=self.now)
        tried = selectors.preview(request.user, services.check({**row.rules, **self.given()["rules"]}))
        moves = [{"before": old, "after": new, "count": count} for old, new, count in tried.moves]
        shown = {name: getattr(tried, name) for name in ("weighed", "more_are_open", "confirmed", "changes")}
        return Response(shown | {"moves": moves})


class JobOut(serializers.Serializer):
    job = serializers.UUIDField()


class Rejudging(Endpoint):
    """Judge all open cases again by the thresholds in force, as long work; what somebody has confirmed stands."""

    verbs = {"POST": "severity.thresholds"}
    outputs = {"POST": {202: JobOut}}

    def post(self, request):
        return Response({"job": rejudging.start(request.user, now=self.now).public_id}, status=202)
