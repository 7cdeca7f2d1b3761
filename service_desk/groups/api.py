"""The API of group complaints: proposals and what is decided on them, groups, members, statements, thresholds."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from service_desk.cases.access import case_for
from service_desk.cases.serializers import PersonSerializer, PlaceSerializer, label
from service_desk.groups import access, selectors, services, standing, trying, wording
from service_desk.groups.services import LANGUAGES
from service_desk.groups.states import ProposalStatus
from service_desk.guidance.guard import said_in


class PlacedOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    project = PlaceSerializer()
    level = serializers.CharField()
    place_label = serializers.SerializerMethodField()
    matter = serializers.CharField()
    matter_label = serializers.SerializerMethodField()

    def get_place_label(self, row) -> str:
        return wording.place_label(row)

    def get_matter_label(self, row) -> str:
        return wording.matter_label(row.matter)


class ProposalOut(PlacedOut):
    status = serializers.CharField()
    status_label = label("status")
    group = serializers.UUIDField(source="group.public_id", allow_null=True, default=None)
    homes = serializers.IntegerField()
    cases = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()
    found_at = serializers.DateTimeField()
    grown_at = serializers.DateTimeField()
    later_until = serializers.DateTimeField(allow_null=True)
    decided_by = PersonSerializer(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    because = serializers.CharField()

    def get_cases(self, row) -> list[str]:
        return [member.case.number for member in selectors.members_of_proposal(row)]

    def get_why(self, row) -> list[str]:
        return wording.why(row)


class MemberOut(serializers.Serializer):
    number = serializers.CharField()
    home = serializers.CharField(source="home.number", allow_null=True, default=None)
    status = serializers.CharField()
    status_label = label("status")
    assignee = PersonSerializer(allow_null=True)


class GroupRow(PlacedOut):
    master = serializers.CharField(source="master.number")
    formed_by = PersonSerializer()
    formed_at = serializers.DateTimeField()


class GroupOut(GroupRow):
    members = serializers.SerializerMethodField()

    def get_members(self, row) -> list[dict]:
        return MemberOut(services.members_of(row), many=True).data


class CopyOut(serializers.Serializer):
    case = serializers.CharField(source="case.number")
    language = serializers.CharField()
    outcome = serializers.CharField()
    outcome_label = label("outcome")
    via = serializers.CharField()


class StatementOut(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    texts = serializers.JSONField()
    by = PersonSerializer()
    at = serializers.DateTimeField()
    copies = serializers.SerializerMethodField()

    def get_copies(self, row) -> list[dict]:
        return CopyOut(selectors.copies_of(row), many=True).data


class AcceptIn(serializers.Serializer):
    numbers = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=500)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=300)
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class RejectIn(serializers.Serializer):
    because = serializers.CharField(max_length=2000)


class LaterIn(serializers.Serializer):
    until = serializers.DateTimeField()


class JoinIn(serializers.Serializer):
    case = serializers.CharField(max_length=20, help_text="the case's number")
    because = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class TellIn(serializers.Serializer):
    texts = serializers.DictField(child=serializers.CharField(max_length=5000), help_text="language: text")
    guard_because = serializers.CharField(required=False, allow_blank=True, max_length=500)


class VersionOut(serializers.Serializer):
    version = serializers.IntegerField()
    rules = serializers.JSONField()
    because = serializers.CharField()
    active_from = serializers.DateTimeField()
    written_by = PersonSerializer(allow_null=True)


class RulesIn(serializers.Serializer):
    levels = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=9999)),
        required=False,
    )
    vague = serializers.FloatField(required=False, min_value=1, max_value=10)
    chance = serializers.FloatField(required=False, min_value=0.0001, max_value=0.2)
    regrow = serializers.IntegerField(required=False, min_value=1, max_value=99)


class ChangeIn(serializers.Serializer):
    rules = RulesIn()
    because = serializers.CharField(max_length=2000)
    seen = serializers.IntegerField(required=False, min_value=1)


class TryIn(serializers.Serializer):
    rules = RulesIn()


class TriedOut(serializers.Serializer):
    projects = serializers.IntegerField()
    in_force = serializers.IntegerField()
    found = serializers.IntegerField()


class Proposals(Endpoint):
    """Proposed groups in scope: those that wait, unless `?status=` asks for others; the last to grow first."""

    verbs = {"GET": "groups.view"}
    outputs = {"GET": paged(ProposalOut)}

    def get(self, request):
        status = request.query_params.get("status", ProposalStatus.WAITING)
        if status not in ProposalStatus.values:
            raise Refused(fields={"status": "?"})
        rows = selectors.proposals(request.user, status=status)
        page = CursorPage(rows, request, order=("-grown_at", "-id"))
        return Response(page.answer(ProposalOut(page.rows, many=True).data))


class OneProposal(Endpoint):
    """One proposed group."""

    verbs = {"GET": "groups.view"}
    outputs = {"GET": ProposalOut}

    def get(self, request, public_id):
        return Response(ProposalOut(access.proposal_for(request.user, public_id)).data)


class Acceptance(Endpoint):
    """Make a group of the chosen cases, or let them join the group the proposal names."""

    verbs = {"POST": "groups.decide"}
    inputs = {"POST": AcceptIn}
    outputs = {"POST": GroupOut}

    def post(self, request, public_id):
        row = access.proposal_for(request.user, public_id, to="groups.decide")
        group = services.accept(request.user, row, now=self.now, **self.given())
        return Response(GroupOut(access.group_for(request.user, group.public_id)).data, status=201)


class Rejection(Endpoint):
    """Say that these cases are not one matter; the same set is not proposed again."""

    verbs = {"POST": "groups.decide"}
    inputs = {"POST": RejectIn}
    outputs = {"POST": ProposalOut}

    def post(self, request, public_id):
        row = access.proposal_for(request.user, public_id, to="groups.decide")
        services.reject(request.user, row, now=self.now, **self.given())
        return Response(ProposalOut(access.proposal_for(request.user, public_id)).data, status=201)


class Postponement(Endpoint):
    """Decide later."""

    verbs = {"POST": "groups.decide"}
    inputs = {"POST": LaterIn}
    outputs = {"POST": ProposalOut}

    def post(self, request, public_id):
        row = access.proposal_for(request.user, public_id, to="groups.decide")
        services.put_off(request.user, row, now=self.now, **self.given())
        return Response(ProposalOut(access.proposal_for(request.user, public_id)).data, status=201)


class Groups(Endpoint):
    """The groups in scope, the newest first."""

    verbs = {"GET": "groups.view"}
    outputs = {"GET": paged(GroupRow)}

    def get(self, request):
        rows = selectors.groups(request.user).select_related("formed_by")
        page = CursorPage(rows, request, order=("-formed_at", "-id"))
        return Response(page.answer(GroupRow(page.rows, many=True).data))


class OneGroup(Endpoint):
    """One group with its members."""

    verbs = {"GET": "groups.view"}
    outputs = {"GET": GroupOut}

    def get(self, request, public_id):
        return Response(GroupOut(access.group_for(request.user, public_id)).data)


class Members(Endpoint):
    """Let one more case join the group."""

    verbs = {"POST": "groups.decide"}
    inputs = {"POST": JoinIn}
    outputs = {"POST": GroupOut}

    def post(self, request, public_id):
        group, given = access.group_for(request.user, public_id, to="groups.decide"), self.given()
        case = case_for(request.user, given.pop("case"))
        services.join(request.user, group, case=case, now=self.now, **given)
        return Response(GroupOut(group).data, status=201)


class Leaving(Endpoint):
    """Let a case go its own way again."""

    verbs = {"POST": "groups.decide"}
    inputs = {"POST": RejectIn}
    outputs = {"POST": GroupOut}

    def post(self, request, public_id, number):
        group = access.group_for(request.user, public_id, to="groups.decide")
        case = case_for(request.user, number)
        services.leave(request.user, group, case=case, now=self.now, **self.given())
        return Response(GroupOut(group).data, status=201)


class Statements(Endpoint):
    """What was said to all members; say something to all of them, each in his language."""

    verbs = {"GET": "groups.view", "POST": "groups.tell"}
    inputs = {"POST": TellIn}
    outputs = {"GET": paged(StatementOut), "POST": StatementOut}

    def get(self, request, public_id):
        rows = access.group_for(request.user, public_id).statements.select_related("by")
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer(StatementOut(page.rows, many=True).data))

    def post(self, request, public_id):
        group, given = access.group_for(request.user, public_id, to="groups.tell"), said_in(self.given())
        if set(given["texts"]) - set(LANGUAGES):
            raise Refused(fields={"texts": ", ".join(LANGUAGES)})
        row = services.tell_members(request.user, group, now=self.now, **given)
        return Response(StatementOut(row).data, status=201)


class Thresholds(Endpoint):
    """The versions of the detector's thresholds and topics; a new one takes effect at once."""

    verbs = {"GET": "groups.thresholds", "POST": "groups.thresholds"}
    inputs = {"POST": ChangeIn}
    outputs = {"GET": paged(VersionOut), "POST": VersionOut}

    def get(self, request):
        standing.in_force(now=self.now)
        page = CursorPage(selectors.versions(), request, order=("-version",))
        return Response(page.answer(VersionOut(page.rows, many=True).data))

    def post(self, request):
        given = self.given()
        row = services.change_detection(request.user, changes=given.pop("rules"), now=self.now, **given)
        return Response(VersionOut(row).data, status=201)


class ThresholdsTried(Endpoint):
    """What other thresholds would find in the last weeks; nothing is proposed."""

    verbs = {"POST": "groups.thresholds"}
    inputs = {"POST": TryIn}
    outputs = {"POST": {200: TriedOut}}

    def post(self, request):
        row, _detection = standing.in_force(now=self.now)
        detection = services.check({**row.rules, **self.given()["rules"]})
        return Response(TriedOut(trying.preview(request.user, detection, now=self.now)).data)
