"""Figures over the wire: the board, the catalogue, the rows behind a figure, the load by person."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from service_desk.figures import counting, selectors
from service_desk.figures import serializers as shapes
from service_desk.figures.access import figure_for
from service_desk.figures.catalogue import figures
from service_desk.figures.scope import scope_of

FILTERS = {
    "period": "1 (this month), last, 3 or 12 (months)",
    "project": "code of a project",
    "city": "code of a city",
    "department": "code of a department",
}


class Figures(Endpoint):
    """All figures in one scope, with their months."""

    verbs = {"GET": "figures.view"}
    outputs = {"GET": shapes.CountedSerializer(many=True)}
    filters = FILTERS

    def get(self, request):
        scope = scope_of(request.user, request.query_params, now=self.now)
        found = [one for figure in figures() for one in counting.counted(figure, scope)]
        return Response(shapes.CountedSerializer(found, many=True).data)


class Catalogue(Endpoint):
    """What each figure means."""

    verbs = {"GET": "figures.view"}
    outputs = {"GET": shapes.DefinitionSerializer(many=True)}

    def get(self, request):
        return Response(shapes.DefinitionSerializer(figures(), many=True).data)


class RowsOfFigure(Endpoint):
    """The rows that a figure counts, the latest first."""

    verbs = {"GET": "figures.view"}
    outputs = {"GET": paged(shapes.RowSerializer)}
    filters = {**FILTERS, "side": "numerator, denominator or missed", "currency": "of a figure of money"}

    def get(self, request, key):
        figure = figure_for(request.user, key)
        asked = request.query_params
        side = asked.get("side") or "denominator"
        if side not in counting.SIDES:
            raise Refused(fields={"side": _("This choice is not known.")})
        scope = scope_of(request.user, asked, now=self.now)
        rows = counting.rows_behind(figure, scope, side, currency=asked.get("currency", ""))
        page = CursorPage(rows, request, order=("-row_at", "-pk"))
        return Response(page.answer(shapes.RowSerializer(page.rows, many=True).data))


class Loads(Endpoint):
    """How many open and overdue cases each person has in hand, the most first."""

    verbs = {"GET": "figures.view"}
    outputs = {"GET": shapes.LoadSerializer(many=True)}
    filters = FILTERS

    def get(self, request):
        scope = scope_of(request.user, request.query_params, now=self.now)
        return Response(shapes.LoadSerializer(selectors.people(scope), many=True).data)
