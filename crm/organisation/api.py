from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.organisation import access, selectors
from crm.organisation import serializers as shapes


class Projects(Endpoint):
    """The projects in my scope."""

    verbs = {"GET": "projects.view"}
    outputs = {"GET": paged(shapes.ProjectSerializer)}

    def get(self, request):
        page = CursorPage(selectors.projects(request.user), request, order=("code",), size=100)
        return Response(page.answer(_project(row) for row in page.rows))


class OneProject(Endpoint):
    """One project."""

    verbs = {"GET": "projects.view"}
    outputs = {"GET": shapes.ProjectSerializer}

    def get(self, request, code):
        return Response(_project(access.project_for(request.user, code)))


class Departments(Endpoint):
    """The departments of the group."""

    verbs = {"GET": "departments.view"}
    outputs = {"GET": shapes.DepartmentSerializer(many=True)}

    def get(self, request):
        return Response(
            [
                {**_named(row), "kind": row.kind, "kind_label": row.get_kind_display()}
                for row in selectors.departments()
            ]
        )


class Places(Endpoint):
    """The whole tree of regions, cities and projects."""

    verbs = {"GET": "organisation.view"}
    outputs = {"GET": shapes.PlaceTreeSerializer(many=True)}

    def get(self, request):
        return Response([{**_named(region), "cities": _cities(region)} for region in selectors.tree()])


def _cities(region) -> list[dict]:
    return [
        {**_named(city), "country": city.country, "projects": [_named(row) for row in city.projects.all()]}
        for city in region.cities.all()
    ]


def _named(row) -> dict:
    return {"code": row.code, "name": row.name, "label": row.label, "names": row.names}


def _project(row) -> dict:
    return {
        **_named(row),
        "city": row.city.code,
        "region": row.city.region.code,
        "timezone": row.timezone,
        "currency": row.currency,
    }
