"""The API of histories: the versions of a rule, a playbook or a template, and bringing an earlier one back."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.views import Endpoint
from service_desk.guidance import access, guard_rules, playbooks, reply_templates, selectors
from service_desk.guidance.api.guard import RuleOut
from service_desk.guidance.api.playbooks import PlaybookOut
from service_desk.guidance.api.wording import TemplateOut
from service_desk.guidance.models import GuardRule, Playbook, ReplyTemplate


class BackIn(serializers.Serializer):
    back_to = serializers.IntegerField(min_value=1, help_text="the earlier version")
    version = serializers.IntegerField(min_value=0, help_text="the one in force; 0 where none is")


class RuleVersions(Endpoint):
    """The versions of a rule, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "guidance.edit", "POST": "guidance.edit"}
    inputs = {"POST": BackIn}
    outputs = {"GET": RuleOut(many=True), "POST": RuleOut}

    def get(self, request, code):
        access.newest(request.user, GuardRule, code)
        return Response(RuleOut(selectors.versions(GuardRule, code), many=True).data)

    def post(self, request, code):
        access.newest(request.user, GuardRule, code)
        row = guard_rules.bring_back(request.user, code, now=self.now, **_said(self.given()))
        return Response(RuleOut(row).data, status=201)


class PlaybookVersions(Endpoint):
    """The versions of a playbook, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "guidance.edit", "POST": "guidance.edit"}
    inputs = {"POST": BackIn}
    outputs = {"GET": PlaybookOut(many=True), "POST": PlaybookOut}

    def get(self, request, code):
        access.newest(request.user, Playbook, code)
        return Response(PlaybookOut(selectors.versions(Playbook, code), many=True).data)

    def post(self, request, code):
        access.newest(request.user, Playbook, code)
        row = playbooks.bring_back(request.user, code, now=self.now, **_said(self.given()))
        return Response(PlaybookOut(row).data, status=201)


class TemplateVersions(Endpoint):
    """The versions of a template that one may edit; and bringing an earlier one back, as the next."""

    verbs = {"GET": "guidance.use", "POST": "guidance.use"}
    inputs = {"POST": BackIn}
    outputs = {"GET": TemplateOut(many=True), "POST": TemplateOut}

    def get(self, request, code):
        reply_templates.may_bring_back(request.user, code)
        return Response(TemplateOut(selectors.versions(ReplyTemplate, code), many=True).data)

    def post(self, request, code):
        row = reply_templates.bring_back(request.user, code, now=self.now, **_said(self.given()))
        return Response(TemplateOut(row).data, status=201)


def _said(given: dict) -> dict:
    return {"version": given["back_to"], "seen": given["version"]}
