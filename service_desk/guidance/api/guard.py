"""The API of the reply guard: reading a text, and the rules."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from service_desk.cases.access import case_for, project_for
from service_desk.cases.inputs import LANGUAGES
from service_desk.cases.serializers import label
from service_desk.guidance import access, guard, selectors
from service_desk.guidance.guard_rules import keep_rule
from service_desk.guidance.models import GuardRule
from service_desk.guidance.terms import FindingKind, Form, Level, Mend, Tongue
from service_desk.guidance.versions import retire


class ReadingIn(serializers.Serializer):
    text = serializers.CharField(max_length=8000, trim_whitespace=False)
    language = serializers.ChoiceField(
        LANGUAGES, required=False, help_text="the owner's; the case's by default"
    )
    case = serializers.CharField(required=False, help_text="weighs sums by what is approved in it")
    project = serializers.CharField(required=False, help_text="weighs sums by the limit there")


class FindingOut(serializers.Serializer):
    rule = serializers.CharField()
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    level = serializers.CharField()
    guess = serializers.BooleanField(help_text="not known by its words, only by how it sounds")
    start = serializers.IntegerField(help_text="in characters of the text")
    end = serializers.IntegerField()
    sentence = serializers.ListField(child=serializers.IntegerField())
    words = serializers.CharField()
    reason = serializers.CharField()
    better = serializers.CharField()
    mend = serializers.CharField()


class ReadingOut(serializers.Serializer):
    findings = FindingOut(many=True)


class Texts(serializers.DictField):
    child = serializers.CharField(max_length=4000)


class RuleIn(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    finding = serializers.ChoiceField(FindingKind.choices)
    level = serializers.ChoiceField(Level.choices)
    language = serializers.ChoiceField(Tongue.choices)
    form = serializers.ChoiceField(Form.choices, default=Form.WORDS)
    patterns = serializers.CharField(max_length=20_000, help_text="one a line")
    unless = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    absent = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    over_limit = serializers.BooleanField(default=False)
    denied_is_fine = serializers.BooleanField(default=False)
    mend = serializers.ChoiceField(Mend.choices, default=Mend.REPLACE)
    reasons = Texts(help_text="language code → why")
    betters = Texts(required=False, default=dict, help_text="language code → what is better said")


class RuleChange(RuleIn):
    version = serializers.IntegerField(min_value=1, help_text="the version that is replaced")


class RuleOut(RuleIn):
    code = serializers.CharField()
    version = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    finding_label = label("finding")
    level_label = label("level")


class Readings(Endpoint):
    """What must not be said in a text, with why and what is better said. Nothing of it is kept."""

    verbs = {"POST": "guidance.use"}
    inputs = {"POST": ReadingIn}
    outputs = {"POST": ReadingOut}

    def post(self, request):
        given, user = self.given(), request.user
        case = case_for(user, given["case"]) if given.get("case") else None
        project = project_for(user, given["project"], to="guidance.use") if given.get("project") else None
        language = given.get("language") or (guard.language_of(case) if case else user.language)
        found = guard.read(given["text"], language, by=user, case=case, project=project)
        told = [guard.told_of(finding, language, text=given["text"]) for finding in found]
        return Response({"findings": told})


class Rules(Endpoint):
    """The rules in force; and adding one."""

    verbs = {"GET": "guidance.use", "POST": "guidance.edit"}
    inputs = {"POST": RuleIn}
    outputs = {"GET": paged(RuleOut), "POST": RuleOut}

    def get(self, request):
        page = CursorPage(selectors.rules(), request, order=("code", "id"))
        return Response(page.answer(RuleOut(page.rows, many=True).data))

    def post(self, request):
        row = keep_rule(request.user, now=self.now, **self.given())
        return Response(RuleOut(row).data, status=201)


class OneRule(Endpoint):
    """One rule: as it is in force, its next version, and taking it out of force."""

    verbs = {"GET": "guidance.use", "PUT": "guidance.edit", "DELETE": "guidance.edit"}
    inputs = {"PUT": RuleChange}
    outputs = {"GET": RuleOut, "PUT": RuleOut}

    def get(self, request, code):
        return Response(RuleOut(access.in_force(request.user, GuardRule, code)).data)

    def put(self, request, code):
        given = self.given()
        access.in_force(request.user, GuardRule, code, to="guidance.edit")
        row = keep_rule(request.user, code=code, seen=given.pop("version"), now=self.now, **given)
        return Response(RuleOut(row).data)

    def delete(self, request, code):
        retire(request.user, access.in_force(request.user, GuardRule, code, to="guidance.edit"), now=self.now)
        return Response(status=204)


class CatchCounts(Endpoint):
    """How often each rule was heeded and overridden in the last ninety days."""

    verbs = {"GET": "guidance.edit"}

    def get(self, request):
        counts = selectors.catch_counts(now=self.now)
        return Response([{"rule": code, **counted} for code, counted in sorted(counts.items())])
