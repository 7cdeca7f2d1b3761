"""The API of satisfaction."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from owners.access import owner_for, project_for
from service_desk.cases.access import case_for, visit_for

from . import access
from . import serializers as shapes
from .collection import selectors as collection
from .collection import services as collecting
from .feedback import selectors as feedback
from .feedback import services as recording
from .questionnaires import selectors as questionnaires

NEWEST = ("-at", "-id")


class Questionnaires(Endpoint):
    """Every version of every questionnaire, its questions in all languages."""

    verbs = {"GET": "questionnaires.view"}
    outputs = {"GET": shapes.QuestionnaireSerializer(many=True)}

    def get(self, request):
        return Response(shapes.QuestionnaireSerializer(questionnaires.questionnaires(), many=True).data)


class Invitations(Endpoint):
    """Whom we asked, and why somebody was not asked."""

    verbs = {"GET": "invitations.view", "POST": "invitations.open"}
    inputs = {"POST": shapes.NewInvitationSerializer}
    outputs = {"GET": paged(shapes.InvitationSerializer), "POST": shapes.InvitationSerializer}

    def get(self, request):
        rows = collection.invitations(request.user, case=request.query_params.get("case", ""))
        page = CursorPage(rows, request, order=("-opened_at", "-id"))
        return Response(page.answer(shapes.InvitationSerializer(page.rows, many=True).data))

    def post(self, request):
        given = self.given()
        case = case_for(request.user, given["case"])
        access.require_in(request.user, "invitations.open", case.project)
        owner = owner_for(request.user, given["owner"])
        if case.owner_id != owner.pk:
            raise Refused(fields={"case": _("This case belongs to another owner.")})
        invitation = collecting.open_questionnaire(
            request.user, owner=owner, case=case, visit=None, purpose=given["purpose"], now=self.now
        )
        return Response(shapes.InvitationSerializer(invitation).data, status=201)


class OneInvitation(Endpoint):
    """One invitation."""

    verbs = {"GET": "invitations.view"}
    outputs = {"GET": shapes.InvitationSerializer}

    def get(self, request, public_id):
        return Response(shapes.InvitationSerializer(access.invitation_for(request.user, public_id)).data)


class Callbacks(Endpoint):
    """A return visit and its questionnaire, recorded together by the callback officer."""

    verbs = {"POST": "callbacks.record"}
    inputs = {"POST": shapes.NewCallbackSerializer}
    outputs = {"POST": shapes.CallbackSerializer}

    def post(self, request):
        given = self.given()
        visit = visit_for(request.user, given.pop("visit"))
        access.require_in(request.user, "callbacks.record", visit.case.project)
        row = collecting.record_callback(request.user, visit, **given, now=self.now)
        answer = {"visit": visit.number, "outcome": given["outcome"], "feedback": row}
        return Response(shapes.CallbackSerializer(answer).data, status=201)


class FeedbackList(Endpoint):
    """What owners told us, newest first; and telling it on."""

    verbs = {"GET": "satisfaction.view", "POST": "feedback.record"}
    inputs = {"POST": shapes.NewFeedbackSerializer}
    outputs = {"GET": paged(shapes.FeedbackSerializer), "POST": shapes.FeedbackSerializer}

    def get(self, request):
        """Filters: project, case, owner, attitude, opinion, via."""
        rows = feedback.filtered(feedback.feedback_rows(request.user), request.query_params)
        page = CursorPage(rows, request, order=NEWEST)
        return Response(page.answer(shapes.FeedbackSerializer(page.rows, many=True).data))

    def post(self, request):
        given, user = self.given(), request.user
        owner = owner_for(user, given["owner"])
        case = case_for(user, given["case"]) if given.get("case") else None
        project = self._project(user, given, case)
        row = recording.record_feedback(
            user,
            owner=owner,
            project=project,
            case=case,
            score=given.get("score"),
            attitude=given.get("attitude", ""),
            opinion=given.get("opinion", ""),
            subject=given.get("subject", ""),
            words=given["words"],
            language=given.get("language", owner.language),
            via=given["via"],
            now=self.now,
        )
        return Response(shapes.FeedbackSerializer(row).data, status=201)

    def _project(self, user, given, case):
        if case is not None:
            access.require_in(user, "feedback.record", case.project)
            return case.project
        if "project" not in given:
            raise Refused(fields={"project": _("Name the project, or the case.")})
        return project_for(user, given["project"], "feedback.record")


class OneFeedback(Endpoint):
    """One feedback."""

    verbs = {"GET": "satisfaction.view"}
    outputs = {"GET": shapes.FeedbackSerializer}

    def get(self, request, public_id):
        return Response(shapes.FeedbackSerializer(access.feedback_for(request.user, public_id)).data)
