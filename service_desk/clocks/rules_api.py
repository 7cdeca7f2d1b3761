"""The rules of the deadlines over the wire: versions, the draft, its preview and its effect."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.errors import Refused
from crm.organisation.selectors import project_called
from service_desk.clocks import access, policies, selectors
from service_desk.clocks import serializers as shapes
from service_desk.clocks.preview import preview


class Policies(Endpoint):
    """The versions that have taken effect, the newest first; POST begins a draft of what holds."""

    verbs = {"GET": "clock_rules.view", "POST": "clock_rules.edit"}
    inputs = {"POST": shapes.EmptySerializer}
    outputs = {"GET": shapes.PolicySerializer(many=True), "POST": shapes.PolicySerializer}

    def get(self, request):
        selectors.policy_now(now=self.now)
        return Response(shapes.PolicySerializer(selectors.policies(limit=10), many=True).data)

    def post(self, request):
        row = policies.begin_draft(request.user, now=self.now)
        return Response(shapes.PolicySerializer(row).data, status=201)


class PolicyReturn(Endpoint):
    """Let an earlier version hold again, as a new version."""

    verbs = {"POST": "clock_rules.edit"}
    inputs = {"POST": shapes.ReturnSerializer}
    outputs = {"POST": shapes.PolicySerializer}

    def post(self, request, number):
        row = policies.bring_back(request.user, number, now=self.now, **self.given())
        return Response(shapes.PolicySerializer(row).data, status=201)


class Draft(Endpoint):
    """The draft; DELETE throws it away."""

    verbs = {"GET": "clock_rules.edit", "DELETE": "clock_rules.edit"}
    outputs = {"GET": shapes.PolicySerializer}

    def get(self, request):
        return Response(shapes.PolicySerializer(access.draft_for(request.user)).data)

    def delete(self, request):
        policies.drop_draft(request.user, access.draft_for(request.user), now=self.now)
        return Response(status=204)


class DraftRules(Endpoint):
    """Write a rule into the draft; one for the same clock and cases is replaced."""

    verbs = {"POST": "clock_rules.edit"}
    inputs = {"POST": shapes.RuleSerializer}
    outputs = {"POST": shapes.RuleSerializer}

    def post(self, request):
        given, draft = self.given(), access.draft_for(request.user)
        code = (given.pop("project", None) or {}).get("code")
        project = project_called(code) if code else None
        if code and project is None:
            raise Refused(fields={"project": _("There is no such project.")})
        row = policies.set_rule(request.user, draft, project=project, now=self.now, **given)
        return Response(shapes.RuleSerializer(row).data, status=201)


class DraftRule(Endpoint):
    """Take a rule out of the draft."""

    verbs = {"DELETE": "clock_rules.edit"}

    def delete(self, request, public_id):
        policies.remove_rule(request.user, access.draft_for(request.user), public_id, now=self.now)
        return Response(status=204)


class DraftReason(Endpoint):
    """Write a reason for a pause into the draft, or take it out."""

    verbs = {"PUT": "clock_rules.edit", "DELETE": "clock_rules.edit"}
    inputs = {"PUT": shapes.ReasonSerializer}
    outputs = {"PUT": shapes.ReasonSerializer}

    def put(self, request, code):
        draft = access.draft_for(request.user)
        row = policies.set_reason(request.user, draft, code=code, now=self.now, **self.given())
        return Response(shapes.ReasonSerializer(row).data)

    def delete(self, request, code):
        policies.remove_reason(request.user, access.draft_for(request.user), code, now=self.now)
        return Response(status=204)


class DraftNumbers(Endpoint):
    """When a case counts as stuck, and who is told at each level."""

    verbs = {"PUT": "clock_rules.edit"}
    inputs = {"PUT": shapes.NumbersSerializer}
    outputs = {"PUT": shapes.PolicySerializer}

    def put(self, request):
        row = policies.set_numbers(request.user, access.draft_for(request.user), now=self.now, **self.given())
        return Response(shapes.PolicySerializer(row).data)


class DraftPreview(Endpoint):
    """What the draft would do to the clocks that run."""

    verbs = {"GET": "clock_rules.edit"}
    outputs = {"GET": shapes.PreviewSerializer}

    def get(self, request):
        found = preview(request.user, access.draft_for(request.user), now=self.now)
        return Response(shapes.PreviewSerializer(found).data)


class DraftEffect(Endpoint):
    """Let the draft take effect, for new clocks only or for those that run as well."""

    verbs = {"POST": "clock_rules.edit"}
    inputs = {"POST": shapes.EffectSerializer}
    outputs = {"POST": shapes.PolicySerializer}

    def post(self, request):
        draft = access.draft_for(request.user)
        row = policies.take_effect(request.user, draft, now=self.now, **self.given())
        return Response(shapes.PolicySerializer(row).data, status=201)
