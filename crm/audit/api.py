from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.audit import selectors
from crm.audit.serializers import AuditEntrySerializer, AuditFilterSerializer


class AuditEntries(Endpoint):
    """Who changed what, when and why, newest first. Filters: actor, verb, subject, since, until."""

    verbs = {"GET": "audit.view"}
    outputs = {"GET": paged(AuditEntrySerializer)}

    def get(self, request):
        asked = AuditFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        page = CursorPage(selectors.entries(**asked.validated_data), request, order=("-at", "-id"))
        return Response(page.answer(AuditEntrySerializer(page.rows, many=True).data))
