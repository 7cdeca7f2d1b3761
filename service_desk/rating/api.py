"""The API of departments' figures and ratings."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from service_desk.rating import selectors, services
from service_desk.rating import serializers as wire
from service_desk.rating.views import rateable


class Departments(Endpoint):
    """How each department has served in the last ninety days."""

    verbs = {"GET": "rating.view"}
    outputs = {"GET": wire.DepartmentServiceSerializer(many=True)}

    def get(self, request):
        found = selectors.departments_of(request.user)
        services_of = selectors.services_of(request.user, found, now=self.now)
        rows = [{"department": row, "service": services_of[row.pk]} for row in found]
        return Response(wire.DepartmentServiceSerializer(rows, many=True).data)


class Months(Endpoint):
    """How a department has served in each of the last twelve months, the oldest first."""

    verbs = {"GET": "rating.view"}
    outputs = {"GET": wire.MonthSerializer(many=True)}

    def get(self, request, code):
        found = selectors.department_called(request.user, code)
        months = selectors.months_of(request.user, found, now=self.now)
        return Response(wire.MonthSerializer(months, many=True).data)


class Rating(Endpoint):
    """Rate the other side of an answered slip."""

    verbs = {"POST": "rating.view"}
    inputs = {"POST": wire.RateSerializer}
    outputs = {"POST": wire.RatingSerializer}

    def post(self, request, number):
        given = self.given()
        slip = rateable(request.user, number, given["side"])
        row = services.rate(request.user, slip, now=self.now, **given)
        return Response(wire.RatingSerializer(row).data, status=201)
