"""The API of playbooks: what fits a case, ticking steps off, and the playbooks themselves."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import NotFound
from service_desk.cases.access import case_for
from service_desk.cases.serializers import PersonSerializer
from service_desk.guidance import access, playbooks, selectors
from service_desk.guidance.api.guard import Texts
from service_desk.guidance.models import Playbook
from service_desk.guidance.versions import retire


class TickOut(serializers.Serializer):
    by = PersonSerializer()
    at = serializers.DateTimeField()


class StepOut(serializers.Serializer):
    key = serializers.CharField()
    do = serializers.CharField()
    why = serializers.CharField()
    say = serializers.ListField(child=serializers.CharField(), help_text="in the owner's language")
    avoid = serializers.CharField()
    tick = TickOut(allow_null=True)


class OtherOut(serializers.Serializer):
    code = serializers.CharField(source="0")
    title = serializers.CharField(source="1")


class CardOut(serializers.Serializer):
    code = serializers.CharField(source="row.code")
    version = serializers.IntegerField(source="row.version")
    title = serializers.CharField()
    purpose = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())
    begun = serializers.BooleanField()
    done = serializers.IntegerField()
    steps = StepOut(many=True)
    others = serializers.SerializerMethodField()

    def get_others(self, shown) -> list:
        return [{"code": code, "title": title} for code, title in shown.others]


class TickIn(serializers.Serializer):
    playbook = serializers.CharField(max_length=60)
    step = serializers.CharField(max_length=40)
    done = serializers.BooleanField(default=True)


class StepIn(serializers.Serializer):
    key = serializers.SlugField(max_length=40)
    do = Texts()
    why = Texts(required=False, default=dict)
    say = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=1000)),
        required=False,
        default=dict,
    )
    avoid = Texts(required=False, default=dict)


class PlaybookIn(serializers.Serializer):
    names = Texts()
    purposes = Texts(required=False, default=dict)
    signs = serializers.ListField(child=serializers.CharField(max_length=200), required=False, default=list)
    steps = StepIn(many=True)


class PlaybookChange(PlaybookIn):
    version = serializers.IntegerField(min_value=1, help_text="the version that is replaced")


class PlaybookOut(serializers.Serializer):
    code = serializers.CharField()
    version = serializers.IntegerField()
    names = serializers.JSONField()
    purposes = serializers.JSONField()
    signs = serializers.JSONField()
    steps = serializers.JSONField()
    made_at = serializers.DateTimeField()


class PlaybookOfCase(Endpoint):
    """The playbook beside a case: the one asked for (`?playbook=`), being followed, or fitting best; and ticking."""

    verbs = {"GET": "guidance.use", "POST": "guidance.use"}
    inputs = {"POST": TickIn}
    outputs = {"GET": CardOut, "POST": CardOut}

    def get(self, request, number):
        case = case_for(request.user, number)
        shown = playbooks.card(request.user, case, request.query_params.get("playbook", ""))
        if shown is None:
            raise NotFound
        return Response(CardOut(shown).data)

    def post(self, request, number):
        case, given = case_for(request.user, number), self.given()
        code = given.pop("playbook")
        playbooks.tick(request.user, case, code=code, now=self.now, **given)
        return Response(CardOut(playbooks.card(request.user, case, code)).data)


class Playbooks(Endpoint):
    """The playbooks in force; and writing one."""

    verbs = {"GET": "guidance.use", "POST": "guidance.edit"}
    inputs = {"POST": PlaybookIn}
    outputs = {"GET": paged(PlaybookOut), "POST": PlaybookOut}

    def get(self, request):
        page = CursorPage(selectors.playbooks(), request, order=("code", "id"))
        return Response(page.answer(PlaybookOut(page.rows, many=True).data))

    def post(self, request):
        row = playbooks.keep_playbook(request.user, now=self.now, **self.given())
        return Response(PlaybookOut(row).data, status=201)


class OnePlaybook(Endpoint):
    """One playbook, its next version, and taking it out of force."""

    verbs = {"GET": "guidance.use", "PUT": "guidance.edit", "DELETE": "guidance.edit"}
    inputs = {"PUT": PlaybookChange}
    outputs = {"GET": PlaybookOut, "PUT": PlaybookOut}

    def get(self, request, code):
        return Response(PlaybookOut(access.in_force(request.user, Playbook, code)).data)

    def put(self, request, code):
        access.in_force(request.user, Playbook, code, to="guidance.edit")
        given = self.given()
        row = playbooks.keep_playbook(
            request.user, code=code, seen=given.pop("version"), now=self.now, **given
        )
        return Response(PlaybookOut(row).data)

    def delete(self, request, code):
        retire(request.user, access.in_force(request.user, Playbook, code, to="guidance.edit"), now=self.now)
        return Response(status=204)
