"""The API of profitability."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from owners.access import owner_for, project_for

from . import access
from . import serializers as shapes
from .ledger import selectors as ledger
from .ledger import services as posting
from .lifetime import report, selectors, wording
from .lifetime import services as assessing
from .plans import wording as plan_words
from .plans.rules import Situation


class LedgerEntries(Endpoint):
    """What relations brought and cost, newest first; and posting one amount more."""

    verbs = {"GET": "ledger.view", "POST": "ledger.post"}
    inputs = {"POST": shapes.NewEntrySerializer}
    outputs = {"GET": paged(shapes.EntrySerializer), "POST": shapes.EntrySerializer}

    def get(self, request):
        """Filters: owner, kind."""
        asked = request.query_params
        rows = ledger.entries(request.user)
        if asked.get("owner"):
            rows = rows.filter(owner__number=asked["owner"])
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        page = CursorPage(rows, request, order=("-at", "-id"))
        return Response(page.answer(shapes.EntrySerializer(page.rows, many=True).data))

    def post(self, request):
        given, user = self.given(), request.user
        owner = owner_for(user, given["owner"])
        project = project_for(user, given["project"], "ledger.post")
        currency, at = given["value"]["currency"], given.get("at", self.now)
        posting.check_by_hand(project, currency=currency, at=at, now=self.now)
        entry = posting.post(
            user,
            owner=owner,
            project=project,
            kind=given["kind"],
            amount=given["value"]["amount"],
            currency=currency,
            source=posting.Source("api", given["source"]),
            at=at,
            note=given.get("note", ""),
            now=self.now,
        )
        if entry is None:
            raise Refused(fields={"source": _("This source has been posted already.")}, code="posted_already")
        return Response(shapes.EntrySerializer(entry).data, status=201)


class Assessments(Endpoint):
    """What was assessed, newest first; and assessing an owner in a situation."""

    verbs = {"GET": "assessments.view", "POST": "assessments.make"}
    inputs = {"POST": shapes.NewAssessmentSerializer}
    outputs = {"GET": paged(shapes.AssessmentSerializer), "POST": shapes.AssessmentSerializer}

    def get(self, request):
        rows = selectors.assessments(request.user)
        if request.query_params.get("owner"):
            rows = rows.filter(owner__number=request.query_params["owner"])
        page = CursorPage(rows, request, order=("-at", "-id"))
        return Response(page.answer([assessment_out(row) for row in page.rows]))

    def post(self, request):
        given, user = self.given(), request.user
        owner = owner_for(user, given.pop("owner"))
        project = project_for(user, given.pop("project"), "assessments.make")
        situation = Situation(currency=project.currency, **given)
        row = assessing.assess(owner, situation, project=project, now=self.now)
        return Response(assessment_out(row), status=201)


class OneAssessment(Endpoint):
    """One assessment, line by line."""

    verbs = {"GET": "assessments.view"}
    outputs = {"GET": shapes.AssessmentSerializer}

    def get(self, request, public_id):
        return Response(assessment_out(access.assessment_for(request.user, public_id)))


class Valuation(Endpoint):
    """What one relation is worth now, without a situation and without writing it down."""

    verbs = {"GET": "value.view"}
    outputs = {"GET": shapes.ValuationSerializer}

    def get(self, request, number):
        """`project` names whose currency counts; without it, the owner's first project in scope."""
        owner = owner_for(request.user, number)
        project = selectors.project_of(request.user, owner, request.query_params.get("project", ""))
        valued = assessing.value_now(owner, project=project, now=self.now)
        return Response(
            {
                "owner": owner.number,
                "currency": project.currency,
                "value_to_date": valued.value_to_date,
                "expected": asdict(valued.expected),
                "completeness": valued.completeness,
                "lines": wording.told([asdict(line) for line in valued.lines]),
            }
        )


class Valuations(Endpoint):
    """What groups of owners bring and cost: by project and by stage of life."""

    verbs = {"GET": "value.report"}
    outputs = {"GET": shapes.ValuationsSerializer}

    def get(self, request):
        known = report.currencies(request.user)
        currency = request.query_params.get("currency") or (known[0] if known else "CNY")
        answer = {
            "currency": currency,
            "by_project": report.by_project(request.user, currency),
            "by_stage": report.by_stage(request.user, currency),
        }
        return Response(shapes.ValuationsSerializer(answer).data)


def assessment_out(row) -> dict:
    """An assessment with its codes put into words."""
    return {
        "id": row.public_id,
        "owner": row.owner.number,
        "project": row.project.code,
        "at": row.at,
        "assumptions": row.assumptions.version,
        "currency": row.currency,
        "value_to_date": row.value_to_date,
        "expected": {"low": row.expected_low, "point": row.expected_value, "high": row.expected_high},
        "at_stake": {"low": row.at_stake_low, "point": row.at_stake, "high": row.at_stake_high},
        "completeness": row.completeness,
        "situation": row.situation,
        "best_plan": row.best_plan,
        "plans": [{**offer, "label": plan_words.LABELS[offer["plan"]]} for offer in row.plans],
        "lines": wording.told(row.lines),
    }
