"""The API of the shorter ways, of praise and of topics."""

from django.utils import timezone
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.errors import Refused
from crm.versions.api import Versions
from service_desk.cases import serializers as out
from service_desk.cases.access import case_for, department_for
from service_desk.cases.bodies import case_body
from service_desk.cases.inputs import GuardedSerializer
from service_desk.cases.serializers import label
from service_desk.guidance.guard import said_in
from service_desk.topics import access, counting, selectors, services


class AnswerIn(GuardedSerializer):
    body = serializers.CharField(max_length=20_000)
    topics = serializers.ListField(child=serializers.SlugField(), required=False, default=list)


class ConsiderIn(GuardedSerializer):
    department = serializers.CharField(help_text="the department's code")
    body = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    topics = serializers.ListField(child=serializers.SlugField(), required=False, default=list)


class DecideIn(GuardedSerializer):
    adopted = serializers.BooleanField()
    because = serializers.CharField(max_length=2000)
    body = serializers.CharField(max_length=20_000)


class PassOnIn(AnswerIn):
    person = serializers.CharField(required=False, allow_blank=True, help_text="a sign-in name")
    department = serializers.CharField(required=False, allow_blank=True, help_text="the department's code")


class SuggestionOut(serializers.Serializer):
    case = serializers.CharField(source="case.number")
    status = serializers.CharField()
    status_label = label("status")
    department = serializers.CharField(source="department.code", allow_null=True, default=None)
    because = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class PraiseOut(serializers.Serializer):
    words = serializers.CharField(source="case.words")
    project = serializers.CharField(source="case.project.code")
    department = serializers.CharField(source="department.code", allow_null=True, default=None)
    passed_on_at = serializers.DateTimeField()


class TopicIn(serializers.Serializer):
    code = serializers.SlugField(max_length=60)
    parent = serializers.CharField(required=False, allow_blank=True, default="")
    names = serializers.DictField(child=serializers.CharField(max_length=120))
    words = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
    retired = serializers.BooleanField(default=False)
    version = serializers.IntegerField(
        min_value=0, default=0, help_text="the version that is replaced; 0 is none"
    )


class TopicVersionOut(serializers.Serializer):
    version = serializers.IntegerField(source="number")
    parent = serializers.CharField(source="parent.code", allow_null=True, default=None)
    names = serializers.JSONField()
    words = serializers.CharField()
    retired = serializers.BooleanField()
    made_at = serializers.DateTimeField()


class TopicOut(serializers.Serializer):
    code = serializers.CharField()
    parent = serializers.CharField(source="parent.code", allow_null=True, default=None)
    names = serializers.JSONField()
    retired = serializers.BooleanField()
    version = serializers.IntegerField()


class CountOut(serializers.Serializer):
    topic = serializers.CharField(source="key")
    label = serializers.CharField()
    count = serializers.IntegerField()
    share = serializers.FloatField()


class TagIn(serializers.Serializer):
    topics = serializers.ListField(child=serializers.SlugField(), max_length=services.MOST_TOPICS)


class Answer(Endpoint):
    """Answer an inquiry and close it, in one step."""

    verbs = {"POST": "topics.answer"}
    inputs = {"POST": AnswerIn}
    outputs = {"POST": out.CaseSerializer}

    def post(self, request, number):
        case = case_for(request.user, number, to="topics.answer")
        services.answer_inquiry(request.user, case, now=self.now, **said_in(self.given()))
        return Response(case_body(case_for(request.user, number)), status=201)


class Consideration(Endpoint):
    """Give a suggestion to a department to think about."""

    verbs = {"POST": "topics.answer"}
    inputs = {"POST": ConsiderIn}
    outputs = {"POST": SuggestionOut}

    def post(self, request, number):
        case, given = case_for(request.user, number, to="topics.answer"), self.given()
        given["department"] = department_for(given["department"])
        row = services.consider(request.user, case, now=self.now, **said_in(given))
        return Response(SuggestionOut(row).data, status=201)


class SuggestionDecision(Endpoint):
    """Adopt or decline a suggestion, and tell the owner."""

    verbs = {"POST": "topics.answer"}
    inputs = {"POST": DecideIn}
    outputs = {"POST": SuggestionOut}

    def post(self, request, number):
        case = case_for(request.user, number, to="topics.answer")
        row = services.decide(request.user, case, now=self.now, **said_in(self.given()))
        return Response(SuggestionOut(row).data, status=201)


class PassedOn(Endpoint):
    """Thank for praise, and pass it on."""

    verbs = {"POST": "topics.answer"}
    inputs = {"POST": PassOnIn}
    outputs = {"POST": PraiseOut}

    def post(self, request, number):
        case, given = case_for(request.user, number, to="topics.answer"), self.given()
        person, department = given.pop("person", ""), given.pop("department", "")
        given["person"] = self._colleague(case, person) if person else None
        given["department"] = department_for(department) if department else None
        row = services.pass_on(request.user, case, now=self.now, **said_in(given))
        return Response(PraiseOut(row).data, status=201)

    @staticmethod
    def _colleague(case, username: str):
        found = selectors.colleagues(case.project).filter(username=username).first()
        if found is None:
            raise Refused(fields={"person": "?"})
        return found


class TopicsOfCase(Endpoint):
    """What a case is about."""

    verbs = {"PUT": "topics.answer"}
    inputs = {"PUT": TagIn}
    outputs = {"PUT": TagIn}

    def put(self, request, number):
        case = case_for(request.user, number, to="topics.answer")
        services.tag(request.user, case, now=self.now, **self.given())
        return Response({"topics": selectors.topics_of(case)})


class MyPraise(Endpoint):
    """What was said in praise of oneself and one's department."""

    verbs = {"GET": "praise.read"}
    outputs = {"GET": PraiseOut(many=True)}

    def get(self, request):
        return Response(PraiseOut(selectors.praise_for(request.user), many=True).data)


class Topics(Endpoint):
    """The tree of topics; adding one, or changing one."""

    verbs = {"GET": "topics.view", "PUT": "topics.edit"}
    inputs = {"PUT": TopicIn}
    outputs = {"GET": TopicOut(many=True), "PUT": TopicOut}

    def get(self, request):
        return Response(TopicOut(selectors.tree(with_retired=True), many=True).data)

    def put(self, request):
        given = self.given()
        access.require(request.user, "topics.edit")
        row = services.keep_topic(request.user, seen=given.pop("version"), now=self.now, **given)
        return Response(TopicOut(row).data)


class TopicVersions(Versions):
    """How a topic stood, the newest first; and letting it say again what an earlier version said."""

    verbs = {"GET": "topics.edit", "POST": "topics.edit"}
    outputs = {"GET": TopicVersionOut(many=True), "POST": TopicOut}

    rows, bring_back = staticmethod(selectors.versions_of), staticmethod(services.bring_back)

    def things(self, user, code):
        return (access.topic_for(user, code, to="topics.edit"),)


class TopicCounts(Endpoint):
    """How often each topic came up: `project`, `kind`, `group`, `since`, `until`."""

    verbs = {"GET": "topics.view"}
    outputs = {"GET": CountOut(many=True)}

    def get(self, request):
        asked = counting.asked_in(request.user, request.query_params, timezone.localtime(self.now).date())
        return Response(CountOut(counting.lines(request.user, asked, get_language() or "en"), many=True).data)
