"""The API of difficult complaints."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.things import Deed
from crm.api.views import Endpoint
from crm.versions.api import BackOrShippedIn, VersionOut, Versions
from service_desk.cases.access import case_for
from service_desk.escalated import access, selectors, services, thresholds
from service_desk.escalated import serializers as wire
from service_desk.escalated.history import shown_versions


def _senior(case, username: str):
    sentence = _("This person may not lead difficult complaints of this project.")
    return access.person_called(access.seniors_of(case.project), username, "senior", sentence)


class DifficultOfCase(Endpoint):
    """What is difficult about a case, with its plan; and marking it."""

    verbs = {"GET": "escalated.view", "POST": "escalated.mark"}
    inputs = {"POST": wire.MarkSerializer}
    outputs = {"GET": wire.DifficultOfCaseSerializer, "POST": wire.DifficultSerializer}

    def get(self, request, number):
        case = case_for(request.user, number, to="escalated.view")
        row = selectors.open_of(case)
        if row is not None:
            row.case = case
        past = selectors.past_of(case)
        for one in past:
            one.case = case
        found = {
            "facts": selectors.proposed_by_facts(case),
            "mark": row,
            "taken": row is not None and selectors.is_taken(row),
            "plans": selectors.plans_of(row) if row else [],
            "past": past,
        }
        return Response(wire.DifficultOfCaseSerializer(found).data)

    def post(self, request, number):
        case, given = case_for(request.user, number, to="escalated.mark"), self.given()
        given["senior"] = _senior(case, given["senior"])
        row = services.mark(request.user, case, now=self.now, **given)
        return Response(wire.DifficultSerializer(row).data, status=201)


class Senior(Endpoint):
    """Ask another senior handler."""

    verbs = {"POST": "escalated.mark"}
    inputs = {"POST": wire.SeniorSerializer}
    outputs = {"POST": wire.DifficultSerializer}

    def post(self, request, public_id):
        row = access.difficult_for(request.user, public_id, to="escalated.mark")
        senior = _senior(row.case, self.given()["senior"])
        row = services.ask_senior(request.user, row, senior=senior, now=self.now)
        return Response(wire.DifficultSerializer(row).data, status=201)


class Plans(Endpoint):
    """Draw up the next version of the plan."""

    verbs = {"POST": "escalated.lead"}
    inputs = {"POST": wire.PlanInSerializer}
    outputs = {"POST": wire.ResponsePlanSerializer}

    def post(self, request, public_id):
        row, given = access.difficult_for(request.user, public_id, to="escalated.lead"), self.given()
        sentence = _("This person does not speak with owners of this project.")
        people = access.speakers_of(row.case.project)
        given["speaker"] = access.person_called(people, given["speaker"], "speaker", sentence)
        plan = services.draw_plan(request.user, row, now=self.now, **given)
        return Response(wire.ResponsePlanSerializer(plan).data, status=201)


class Decision(Deed):
    """Allow a plan, or send it back with the reason."""

    verbs = {"POST": "escalated.approve"}
    inputs = {"POST": wire.DecisionSerializer}
    outputs = {"POST": wire.ResponsePlanSerializer}
    find, do = staticmethod(access.plan_for), staticmethod(services.decide_plan)


class Ending(Deed):
    """Say how it ended and what is learned from it."""

    verbs = {"POST": "escalated.lead"}
    inputs = {"POST": wire.EndSerializer}
    outputs = {"POST": wire.DifficultSerializer}
    find, do = staticmethod(access.difficult_for), staticmethod(services.end)


class Withdrawal(Deed):
    """Take the mark back, with the reason."""

    verbs = {"POST": "escalated.mark"}
    inputs = {"POST": wire.UnmarkSerializer}
    outputs = {"POST": wire.DifficultSerializer}
    find, do = staticmethod(access.difficult_for), staticmethod(services.unmark)


class Thresholds(Endpoint):
    """From when on facts speak for a difficult complaint; and a new version of it."""

    verbs = {"GET": "escalated.thresholds", "POST": "escalated.set"}
    inputs = {"POST": wire.SetThresholdsSerializer}
    outputs = {"GET": wire.ThresholdsSerializer, "POST": wire.ThresholdsSerializer}

    def get(self, request):
        number, in_force = selectors.in_force()
        return Response({"number": number, "thresholds": in_force})

    def post(self, request):
        row = thresholds.set_thresholds(request.user, now=self.now, **self.given())
        return Response({"number": row.number, "thresholds": row.thresholds}, status=201)


class ThresholdsVersions(Versions):
    """The versions of the thresholds, the newest first; and bringing an earlier one back, as the next."""

    verbs = {"GET": "escalated.thresholds", "POST": "escalated.set"}
    inputs = {"POST": BackOrShippedIn}
    outputs = {"GET": VersionOut(many=True), "POST": wire.ThresholdsSerializer}
    rows, bring_back = staticmethod(shown_versions), staticmethod(thresholds.bring_back)
