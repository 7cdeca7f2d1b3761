"""The API of coordination."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint

from . import access
from . import serializers as shapes
from .control import services as control
from .decisions import picture, reading, selectors, wording
from .decisions import services as deciding
from .policies import selectors as policies


class Decisions(Endpoint):
    """What was decided, newest first."""

    verbs = {"GET": "decisions.view"}
    outputs = {"GET": paged(shapes.DecisionSerializer)}

    def get(self, request):
        """Filters: case, owner, project, outcome, overridden."""
        rows = selectors.filtered(selectors.decisions(request.user), request.query_params)
        page = CursorPage(rows, request, order=("-at", "-id"))
        return Response(page.answer([decision_out(row) for row in page.rows]))


class OneDecision(Endpoint):
    """One decision with everything it rested on."""

    verbs = {"GET": "decisions.view"}
    outputs = {"GET": shapes.WholeDecisionSerializer}

    def get(self, request, public_id):
        return Response(whole_decision_out(access.decision_for(request.user, public_id)))


class Override(Endpoint):
    """Put another plan in place of the one decided, with the reason."""

    verbs = {"POST": "decisions.override"}
    inputs = {"POST": shapes.OverrideSerializer}
    outputs = {"POST": shapes.WholeDecisionSerializer}

    def post(self, request, public_id):
        row = access.decision_for(request.user, public_id, to="decisions.override")
        deciding.override(request.user, row, **self.given(), now=self.now)
        return Response(whole_decision_out(access.decision_for(request.user, public_id)), status=201)


class Outcomes(Endpoint):
    """Whether what was ordered has worked, newest first."""

    verbs = {"GET": "outcomes.view"}
    outputs = {"GET": paged(shapes.OutcomeSerializer)}

    def get(self, request):
        """Filters: directive, case."""
        asked = request.query_params
        rows = selectors.outcomes(request.user)
        if asked.get("directive"):
            rows = rows.filter(directive__number=asked["directive"])
        if asked.get("case"):
            rows = rows.filter(case__number=asked["case"])
        page = CursorPage(rows, request, order=("-fulfilled_at", "-id"))
        return Response(page.answer(shapes.OutcomeSerializer(page.rows, many=True).data))


class Alarms(Endpoint):
    """What is late or has nobody, the gravest first."""

    verbs = {"GET": "alarms.view"}
    outputs = {"GET": paged(shapes.AlarmSerializer)}

    def get(self, request):
        rows = picture.standing_alarms(request.user)
        page = CursorPage(rows, request, order=("-level", "-raised_at", "-id"))
        return Response(page.answer(shapes.AlarmSerializer(page.rows, many=True).data))


class Taking(Endpoint):
    """Take an alarm on oneself."""

    verbs = {"POST": "alarms.take"}
    inputs = {"POST": shapes.TakingSerializer}
    outputs = {"POST": shapes.AlarmSerializer}

    def post(self, request, public_id):
        alarm = access.alarm_for(request.user, public_id, to="alarms.take")
        control.take(request.user, alarm, **self.given(), now=self.now)
        return Response(
            shapes.AlarmSerializer(access.alarm_for(request.user, public_id, to="alarms.take")).data,
            status=201,
        )


class Policies(Endpoint):
    """Every version of the policy, the one in force first."""

    verbs = {"GET": "policies.view"}
    outputs = {"GET": shapes.PolicySerializer(many=True)}

    def get(self, request):
        return Response(shapes.PolicySerializer(policies.versions(), many=True).data)


def decision_out(row) -> dict:
    """A decision with its codes and their words."""
    plan = row.override_plan or row.plan
    return {
        "id": row.public_id,
        "feedback": row.feedback.public_id,
        "owner": row.owner.number,
        "project": row.project.code,
        "case": row.case.number if row.case else None,
        "at": row.at,
        "outcome": row.outcome,
        "outcome_label": row.get_outcome_display(),
        "rule": row.rule,
        "plan": plan,
        "plan_label": reading.plan(plan),
        "carried_out": row.carried_out,
        "reasons": [wording.reason(code) for code in row.reasons],
        "directive": row.directive.number if row.directive else None,
        "overridden": row.overridden_at is not None,
    }


def whole_decision_out(row) -> dict:
    override = None
    if row.overridden_at:
        override = {
            "by": row.overridden_by.username,
            "at": row.overridden_at,
            "plan": row.override_plan,
            "because": row.override_because,
            "instead_of": row.plan,
        }
    return {
        **decision_out(row),
        "policy": row.policy.version,
        "assessment": row.assessment.public_id if row.assessment else None,
        "inputs": row.inputs,
        "alternatives": row.alternatives,
        "override": override,
    }
