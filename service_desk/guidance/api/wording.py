"""The API of reply templates and offices."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from service_desk.cases.access import case_for, project_for
from service_desk.guidance import offices, reply_templates
from service_desk.guidance.api.guard import Texts
from service_desk.guidance.models import ReplyTemplate


class TemplateIn(serializers.Serializer):
    names = Texts(help_text="language code → title")
    texts = Texts(help_text="language code → text with {variables}")
    kinds = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    stages = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    subjects = serializers.ListField(child=serializers.CharField(max_length=80), required=False, default=list)
    personal = serializers.BooleanField(default=False)


class TemplateChange(TemplateIn):
    personal = None
    version = serializers.IntegerField(min_value=1, help_text="the version that is replaced")


class TemplateOut(serializers.Serializer):
    code = serializers.CharField()
    version = serializers.IntegerField()
    names = serializers.JSONField()
    texts = serializers.JSONField()
    kinds = serializers.JSONField()
    stages = serializers.JSONField()
    subjects = serializers.JSONField()
    personal = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField()

    def get_personal(self, row: ReplyTemplate) -> bool:
        return row.person_id is not None


class OfferedOut(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())
    mine = serializers.BooleanField()
    fits = serializers.BooleanField()
    used = serializers.IntegerField()


class OfficeIn(serializers.Serializer):
    names = Texts()
    addresses = Texts()
    hours = Texts(required=False, default=dict)
    telephone = serializers.CharField(max_length=40)
    version = serializers.IntegerField(
        min_value=0, default=0, help_text="the version that is replaced; 0 is none"
    )


class OfficeOut(serializers.Serializer):
    project = serializers.CharField(source="project.code")
    names = serializers.JSONField()
    addresses = serializers.JSONField()
    hours = serializers.JSONField()
    telephone = serializers.CharField()
    version = serializers.IntegerField()


class Templates(Endpoint):
    """The reply templates one may use, shared and one's own; and writing one."""

    verbs = {"GET": "guidance.use", "POST": "guidance.use"}
    inputs = {"POST": TemplateIn}
    outputs = {"GET": paged(TemplateOut), "POST": TemplateOut}

    def get(self, request):
        page = CursorPage(reply_templates.templates(request.user), request, order=("code", "id"))
        return Response(page.answer(TemplateOut(page.rows, many=True).data))

    def post(self, request):
        row = reply_templates.keep_template(request.user, now=self.now, **self.given())
        return Response(TemplateOut(row).data, status=201)


class OneTemplate(Endpoint):
    """One template: as it is in force, its next version, and taking it out of the pickers."""

    verbs = {"GET": "guidance.use", "PUT": "guidance.use", "DELETE": "guidance.use"}
    inputs = {"PUT": TemplateChange}
    outputs = {"GET": TemplateOut, "PUT": TemplateOut}

    def get(self, request, code):
        return Response(TemplateOut(reply_templates.template_for(request.user, code)).data)

    def put(self, request, code):
        held, given = reply_templates.template_for(request.user, code, to="edit"), self.given()
        given |= {"code": code, "seen": given.pop("version"), "personal": held.person_id is not None}
        row = reply_templates.keep_template(request.user, now=self.now, **given)
        return Response(TemplateOut(row).data)

    def delete(self, request, code):
        row = reply_templates.template_for(request.user, code, to="edit")
        reply_templates.retire_template(request.user, row, now=self.now)
        return Response(status=204)


class TemplatesOfCase(Endpoint):
    """The templates for one case, filled in; what is missing is named."""

    verbs = {"GET": "guidance.use"}
    outputs = {"GET": OfferedOut(many=True)}

    def get(self, request, number):
        case = case_for(request.user, number)
        found = reply_templates.offered(request.user, case, now=self.now)
        return Response(OfferedOut(found, many=True).data)


class OneOffice(Endpoint):
    """Where the owners of a project find us."""

    verbs = {"PUT": "guidance.edit"}
    inputs = {"PUT": OfficeIn}
    outputs = {"PUT": OfficeOut}

    def put(self, request, code):
        given = self.given()
        project = project_for(request.user, code, to="guidance.edit")
        row = offices.keep_office(request.user, project, seen=given.pop("version"), now=self.now, **given)
        return Response(OfficeOut(row).data)
