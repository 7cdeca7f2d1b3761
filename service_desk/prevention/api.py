"""The API of prevention."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.accounts.permissions import require
from crm.api.views import Endpoint
from crm.errors import NotFound
from owners.access import project_for
from owners.days import day_of
from service_desk.causes.access import cause_for
from service_desk.repairs.access import engineer_called

from . import access, selectors, services
from .states import RESULTS, ActionStatus, Effect


class ActionIn(serializers.Serializer):
    project = serializers.CharField(max_length=32)
    cause = serializers.CharField(max_length=80)
    what = serializers.CharField(max_length=4000)
    responsible = serializers.CharField(max_length=150, help_text="sign-in name")
    due_on = serializers.DateField()
    window_days = serializers.IntegerField(min_value=30, max_value=730, default=180)


class DoneIn(serializers.Serializer):
    result = serializers.CharField(max_length=4000)
    done_on = serializers.DateField()


class ActionOut(serializers.Serializer):
    id = serializers.UUIDField()
    project = serializers.CharField()
    cause = serializers.CharField()
    what = serializers.CharField()
    responsible = serializers.CharField()
    due_on = serializers.DateField()
    status = serializers.ChoiceField(choices=ActionStatus.choices)
    done_on = serializers.DateField(allow_null=True)
    check_on = serializers.DateField(allow_null=True)
    homes = serializers.IntegerField(allow_null=True, help_text="the base of both figures")
    cases_before = serializers.IntegerField(allow_null=True)
    cases_after = serializers.IntegerField(allow_null=True)
    effect = serializers.ChoiceField(choices=Effect.choices, allow_blank=True)


class ActionsOut(serializers.Serializer):
    results = ActionOut(many=True)


class DroppedIn(serializers.Serializer):
    because = serializers.CharField(max_length=2000)


class CommonOut(serializers.Serializer):
    key = serializers.CharField(help_text="by which an inspection is opened")
    cause = serializers.CharField()
    building = serializers.CharField()
    column = serializers.CharField(help_text="the door's place on each floor; empty: the whole building")
    contractor = serializers.CharField(allow_null=True)
    homes = serializers.ListField(child=serializers.CharField())
    siblings = serializers.ListField(child=serializers.CharField())


class CommonsOut(serializers.Serializer):
    results = CommonOut(many=True)


class InspectionIn(serializers.Serializer):
    key = serializers.CharField(max_length=200)
    engineer = serializers.CharField(max_length=150, required=False)


class LookOut(serializers.Serializer):
    id = serializers.UUIDField()
    home = serializers.CharField()
    status = serializers.CharField()
    case = serializers.CharField(allow_null=True)


class InspectionOut(serializers.Serializer):
    id = serializers.UUIDField()
    cause = serializers.CharField()
    building = serializers.CharField()
    looks = LookOut(many=True)


class LookIn(serializers.Serializer):
    result = serializers.ChoiceField(choices=[str(value) for value in RESULTS])
    words = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


def _action(row) -> dict:
    names = ("what", "due_on", "done_on", "check_on", "homes", "cases_before", "cases_after")
    return {name: getattr(row, name) for name in names} | {
        "id": row.public_id,
        "project": row.project.code,
        "cause": row.cause.code,
        "responsible": row.responsible.username,
        "status": str(row.status),
        "effect": str(row.effect),
    }


def _look(row) -> dict:
    case = row.case.number if row.case else None
    return {"id": row.public_id, "home": row.home.public_number, "status": str(row.status), "case": case}


def _inspection(row) -> dict:
    told = {"id": row.public_id, "cause": row.cause.code, "building": row.building.code}
    return told | {"looks": [_look(look) for look in selectors.looks_of(row)]}


class Actions(Endpoint):
    """Corrective actions; and setting one."""

    verbs = {"GET": "prevention.view", "POST": "prevention.act"}
    inputs = {"POST": ActionIn}
    outputs = {"GET": ActionsOut, "POST": ActionOut}

    def get(self, request):
        return Response({"results": [_action(row) for row in selectors.actions(request.user)]})

    def post(self, request):
        said = dict(self.given())
        project = project_for(request.user, said.pop("project"), to="prevention.act")
        row = services.set_action(
            request.user,
            project=project,
            cause=cause_for(request.user, said.pop("cause")),
            responsible=engineer_called(project, said.pop("responsible")),
            now=self.now,
            **said,
        )
        return Response(_action(row), status=201)


class Completion(Endpoint):
    """A corrective action is done; its effect is checked on `check_on`, by itself."""

    verbs = {"POST": "prevention.act"}
    inputs = {"POST": DoneIn}
    outputs = {"POST": ActionOut}

    def post(self, request, public_id):
        row = access.action_for(request.user, public_id, to="prevention.act")
        services.finish_action(request.user, row, now=self.now, **self.given())
        return Response(_action(access.action_for(request.user, public_id)), status=201)


class Dropping(Endpoint):
    """A corrective action is given up, with the reason."""

    verbs = {"POST": "prevention.act"}
    inputs = {"POST": DroppedIn}
    outputs = {"POST": ActionOut}

    def post(self, request, public_id):
        row = access.action_for(request.user, public_id, to="prevention.act")
        services.drop_action(request.user, row, now=self.now, **self.given())
        return Response(_action(access.action_for(request.user, public_id)), status=201)


class Common(Endpoint):
    """Defects that several homes of a line, or of one contractor, have; with the homes that may have them too."""

    verbs = {"GET": "prevention.view"}
    outputs = {"GET": CommonsOut}

    def get(self, request):
        found = [
            {
                "key": one.key,
                "cause": one.cause.code,
                "building": one.building.code,
                "column": one.column,
                "contractor": one.contractor.code if one.contractor else None,
                "homes": [home.public_number for home in one.homes],
                "siblings": [home.public_number for home in one.siblings],
            }
            for one in selectors.proposals(request.user, day_of(self.now))
        ]
        return Response({"results": found})


class Inspections(Endpoint):
    """Have the sibling homes of a common defect looked at."""

    verbs = {"POST": "prevention.act"}
    inputs = {"POST": InspectionIn}
    outputs = {"POST": InspectionOut}

    def post(self, request):
        """A key that is looked into already, or no longer stands, is not found."""
        said = self.given()
        found = selectors.proposal_called(request.user, said["key"], day_of(self.now))
        if found is None:
            raise NotFound
        project, name = found.building.project, said.get("engineer", "")
        require(request.user, "prevention.act", project=project)
        engineer = engineer_called(project, name) if name else None
        row = services.open_inspection(request.user, found, engineer=engineer, now=self.now)
        return Response(_inspection(row), status=201)


class OneInspection(Endpoint):
    """One inspection with each home."""

    verbs = {"GET": "prevention.view"}
    outputs = {"GET": InspectionOut}

    def get(self, request, public_id):
        return Response(_inspection(access.inspection_for(request.user, public_id)))


class OneLook(Endpoint):
    """What was found in one home; found there too, it opens a case."""

    verbs = {"POST": "prevention.look"}
    inputs = {"POST": LookIn}
    outputs = {"POST": {200: LookOut}}

    def post(self, request, public_id):
        row = access.look_for(request.user, public_id)
        return Response(_look(services.record_look(request.user, row, now=self.now, **self.given())))
