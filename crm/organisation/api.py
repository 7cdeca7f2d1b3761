from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.organisation import access, placing, selectors, services
from crm.organisation import serializers as shapes


class Projects(Endpoint):
    """The projects in my scope; a new one is seen by whoever holds a role in its city, region or the group."""

    verbs = {"GET": "projects.view", "POST": "organisation.edit"}
    inputs = {"POST": shapes.ProjectIn}
    outputs = {"GET": paged(shapes.ProjectSerializer), "POST": shapes.PlaceOut}

    def get(self, request):
        page = CursorPage(selectors.projects(request.user), request, order=("code",), size=100)
        return Response(page.answer(_project(row) for row in page.rows))

    def post(self, request):
        return _added(self, "project")


class OneProject(Endpoint):
    """One project, and its names."""

    verbs = {"GET": "projects.view", "PUT": "organisation.edit"}
    inputs = {"PUT": shapes.NamesIn}
    outputs = {"GET": shapes.ProjectSerializer, "PUT": shapes.PlaceOut}

    def get(self, request, code):
        return Response(_project(access.project_for(request.user, code)))

    def put(self, request, code):
        return _renamed(self, "project", code)


class ProjectMove(Endpoint):
    """A project goes to another city, clock or calendar; who sees it follows."""

    verbs = {"POST": "organisation.edit"}
    inputs = {"POST": shapes.WorkingIn}
    outputs = {"POST": {200: shapes.PlaceOut}}

    def post(self, request, code):
        return _moved(self, "project", code)


class Regions(Endpoint):
    """A new region of the group."""

    verbs = {"POST": "organisation.edit"}
    inputs = {"POST": shapes.RegionIn}
    outputs = {"POST": shapes.PlaceOut}

    def post(self, request):
        return _added(self, "region")


class OneRegion(Endpoint):
    """The names of a region."""

    verbs = {"PUT": "organisation.edit"}
    inputs = {"PUT": shapes.NamesIn}
    outputs = {"PUT": shapes.PlaceOut}

    def put(self, request, code):
        return _renamed(self, "region", code)


class Cities(Endpoint):
    """A new city of a region."""

    verbs = {"POST": "organisation.edit"}
    inputs = {"POST": shapes.CityIn}
    outputs = {"POST": shapes.PlaceOut}

    def post(self, request):
        return _added(self, "city")


class OneCity(Endpoint):
    """The names of a city."""

    verbs = {"PUT": "organisation.edit"}
    inputs = {"PUT": shapes.NamesIn}
    outputs = {"PUT": shapes.PlaceOut}

    def put(self, request, code):
        return _renamed(self, "city", code)


class CityMove(Endpoint):
    """A city goes to another region, and with it all that is seen through the region."""

    verbs = {"POST": "organisation.edit"}
    inputs = {"POST": shapes.MoveCityIn}
    outputs = {"POST": {200: shapes.PlaceOut}}

    def post(self, request, code):
        return _moved(self, "city", code)


class Departments(Endpoint):
    """The departments of the group."""

    verbs = {"GET": "departments.view", "POST": "organisation.edit"}
    inputs = {"POST": shapes.DepartmentIn}
    outputs = {"GET": shapes.DepartmentSerializer(many=True), "POST": shapes.PlaceOut}

    def get(self, request):
        return Response(
            [
                {**_named(row), "kind": row.kind, "kind_label": row.get_kind_display()}
                for row in selectors.departments()
            ]
        )

    def post(self, request):
        return _added(self, "department")


class OneDepartment(Endpoint):
    """The names of a department."""

    verbs = {"PUT": "organisation.edit"}
    inputs = {"PUT": shapes.NamesIn}
    outputs = {"PUT": shapes.PlaceOut}

    def put(self, request, code):
        return _renamed(self, "department", code)


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


def _added(endpoint, kind: str) -> Response:
    thing = placing.add(endpoint.request.user, kind, endpoint.given(), now=endpoint.now)
    return Response({**_named(thing), "kind": kind}, status=201)


def _renamed(endpoint, kind: str, code: str) -> Response:
    given, actor = endpoint.given(), endpoint.request.user
    thing = access.place_for(actor, kind, code)
    names = {"name": given["name"], "names": given["names"]}
    return Response({**_named(services.rename(actor, thing, **names, now=endpoint.now)), "kind": kind})


def _moved(endpoint, kind: str, code: str) -> Response:
    actor = endpoint.request.user
    thing = access.place_for(actor, kind, code)
    moved = placing.move(actor, kind, thing, endpoint.given(), now=endpoint.now)
    return Response({**_named(moved), "kind": kind})


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
