"""The API of title deeds."""

from rest_framework import serializers
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from owners import access, shapes
from owners.days import day_of
from owners.serializers import HomeRef

from . import selectors, services
from .access import deed_for
from .states import Milestone


class DeedRow(serializers.Serializer):
    id = serializers.UUIDField()
    home = HomeRef()
    purchase = serializers.CharField()
    owner = serializers.CharField(help_text="number")
    next_milestone = serializers.CharField(help_text="empty when the deed is in the owner's hand")
    due_on = serializers.DateField(allow_null=True)


class StepOut(serializers.Serializer):
    milestone = serializers.ChoiceField(choices=Milestone.choices)
    milestone_label = serializers.CharField()
    planned_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    done_by = serializers.CharField(allow_null=True)
    remark = serializers.CharField()


class DeedOut(DeedRow):
    steps = StepOut(many=True)


class ReachIn(serializers.Serializer):
    milestone = serializers.ChoiceField(choices=Milestone.choices)
    on = serializers.DateField()
    remark = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class BuildingReachIn(serializers.Serializer):
    milestone = serializers.ChoiceField(choices=Milestone.choices)
    on = serializers.DateField()


class PlanIn(serializers.Serializer):
    days = serializers.DictField(child=serializers.DateField(), help_text="milestone → day")


class CountOut(serializers.Serializer):
    count = serializers.IntegerField()


def _row(deed) -> dict:
    return {
        "id": deed.public_id,
        "home": shapes.home_ref(deed.home),
        "purchase": deed.purchase.number,
        "owner": deed.purchase.owner.number,
        "next_milestone": deed.next_milestone,
        "due_on": deed.due_on,
    }


def _whole(deed) -> dict:
    steps = [
        {
            "milestone": step.milestone,
            "milestone_label": step.get_milestone_display(),
            "planned_on": step.planned_on,
            "done_on": step.done_on,
            "done_by": str(step.done_by) if step.done_by else None,
            "remark": step.remark,
        }
        for step in selectors.steps_of(deed)
    ]
    return _row(deed) | {"steps": steps}


class Deeds(Endpoint):
    """Deeds on their way, the newest first."""

    verbs = {"GET": "deeds.view"}
    outputs = {"GET": paged(DeedRow)}

    def get(self, request):
        """Filters: `project`, `milestone` (the next one), `late=1`."""
        asked, project = request.query_params, None
        if asked.get("project"):
            project = access.project_for(request.user, asked["project"], to="deeds.view")
        if asked.get("milestone") and asked["milestone"] not in Milestone.values:
            raise Refused(fields={"milestone": ", ".join(Milestone.values)})
        late = day_of(self.now) if asked.get("late") == "1" else None
        rows = selectors.deeds_listed(
            request.user, project=project, milestone=asked.get("milestone", ""), overdue_on=late
        )
        page = CursorPage(rows, request, order=("-id",))
        return Response(page.answer([_row(row) for row in page.rows]))


class OneDeed(Endpoint):
    """One deed with its milestones."""

    verbs = {"GET": "deeds.view"}
    outputs = {"GET": DeedOut}

    def get(self, request, public_id):
        return Response(_whole(deed_for(request.user, public_id)))


class Reached(Endpoint):
    """A milestone is done; or the last one was a mistake."""

    verbs = {"POST": "deeds.edit", "DELETE": "deeds.edit"}
    inputs = {"POST": ReachIn}
    outputs = {"POST": DeedOut, "DELETE": {200: DeedOut}}

    def post(self, request, public_id):
        """A milestone that is not the next one is refused with `illegal_move`."""
        deed = deed_for(request.user, public_id, to="deeds.edit")
        services.reach(request.user, deed, now=self.now, **self.given())
        return Response(_whole(deed_for(request.user, public_id)), status=201)

    def delete(self, request, public_id):
        services.take_back(request.user, deed_for(request.user, public_id, to="deeds.edit"), now=self.now)
        return Response(_whole(deed_for(request.user, public_id)))


class Plan(Endpoint):
    """Other days for the milestones that are still to come."""

    verbs = {"PUT": "deeds.edit"}
    inputs = {"PUT": PlanIn}
    outputs = {"PUT": DeedOut}

    def put(self, request, public_id):
        deed = deed_for(request.user, public_id, to="deeds.edit")
        services.plan(request.user, deed, dict(self.given()["days"]), now=self.now)
        return Response(_whole(deed_for(request.user, public_id)))


class BuildingReached(Endpoint):
    """A milestone is done for every deed of a building that waits for it."""

    verbs = {"POST": "deeds.edit"}
    inputs = {"POST": BuildingReachIn}
    outputs = {"POST": CountOut}

    def post(self, request, project, code):
        row = access.building_for(request.user, project, code, to="deeds.edit")
        count = services.reach_in_building(request.user, row, now=self.now, **self.given())
        return Response({"count": count}, status=201)
