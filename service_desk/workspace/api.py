"""The API of the workspace: own views, tags, several cases at once."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.web.asked import whole
from service_desk.cases.access import case_for, colleagues_of
from service_desk.workspace import access, columns, filters, lists, live, selectors, services, together
from service_desk.workspace import serializers as out


class Views(Endpoint):
    """The standing views of the queue with their orders, and one's own and shared views; and keeping one."""

    verbs = {"GET": "cases.own_views", "POST": "cases.own_views"}
    inputs = {"POST": out.ViewInput}
    outputs = {"GET": out.ViewsSerializer, "POST": out.ViewSerializer}

    def get(self, request):
        """What a list can be asked for: its views, orders, filters and columns, and the views that are kept."""
        standing = [
            {"key": view.key, "label": str(view.label), "sorts": [sort.key for sort in view.sorts]}
            for view in lists.VIEWS.values()
        ]
        return Response(
            {
                "standing": standing,
                "sorts": _named(lists.SORTS),
                "filters": _named(filters.FILTERS),
                "columns": _named(columns.COLUMNS),
                "kept": [out.view_body(row, request.user) for row in selectors.views_of(request.user)],
            }
        )

    def post(self, request):
        row = services.save_view(request.user, **self.given(), now=self.now)
        return Response(out.view_body(row, request.user), status=201)


def _named(table: dict) -> list[dict]:
    return [{"key": key, "label": str(one.label)} for key, one in table.items()]


class OneView(Endpoint):
    """A kept view: read, changed, thrown away."""

    verbs = {"GET": "cases.own_views", "PATCH": "cases.own_views", "DELETE": "cases.own_views"}
    inputs = {"PATCH": out.ViewChange}
    outputs = {"GET": out.ViewSerializer, "PATCH": out.ViewSerializer}

    def get(self, request, public_id):
        return Response(out.view_body(access.view_for(request.user, public_id), request.user))

    def patch(self, request, public_id):
        row = access.own_view_for(request.user, public_id)
        row = services.change_view(request.user, row, changes=self.given(), now=self.now)
        return Response(out.view_body(row, request.user))

    def delete(self, request, public_id):
        services.throw_away(request.user, access.own_view_for(request.user, public_id), now=self.now)
        return Response(status=204)


class Restoration(Endpoint):
    """Take back a view that was thrown away."""

    verbs = {"POST": "cases.own_views"}
    outputs = {"POST": out.ViewSerializer}

    def post(self, request, public_id):
        row = access.view_for(request.user, public_id, deleted=True)
        row = services.take_back(request.user, row, now=self.now)
        return Response(out.view_body(row, request.user), status=201)


class Tags(Endpoint):
    """The tags that can be put on cases."""

    verbs = {"GET": "cases.view"}
    outputs = {"GET": out.TagSerializer(many=True)}

    def get(self, request):
        return Response([{"name": tag.name} for tag in selectors.tags()])


class TagsOfCase(Endpoint):
    """The tags of a case; and putting one on."""

    verbs = {"GET": "cases.view", "POST": "cases.tag"}
    inputs = {"POST": out.TagSerializer}
    outputs = {"GET": out.TagSerializer(many=True), "POST": out.TagSerializer}

    def get(self, request, number):
        case = case_for(request.user, number)
        return Response([{"name": row.tag.name} for row in selectors.tags_of(case)])

    def post(self, request, number):
        case = case_for(request.user, number, to="cases.tag")
        tag = services.tag(request.user, case, name=self.given()["name"], now=self.now)
        return Response({"name": tag.name}, status=201)


class TagRemoval(Endpoint):
    """Take a tag off a case."""

    verbs = {"POST": "cases.tag"}
    inputs = {"POST": out.TagSerializer}

    def post(self, request, number):
        case = case_for(request.user, number, to="cases.tag")
        services.untag(request.user, case, name=self.given()["name"], now=self.now)
        return Response({}, status=201)


class Deeds(Endpoint):
    """Do one thing to several cases: assign, tag, untag, reply. Few are done at once, many by a job."""

    verbs = {"POST": "cases.together"}
    inputs = {"POST": out.DeedInput}
    outputs = {"POST": out.DeedSerializer}

    def post(self, request):
        given = self.given()
        numbers, to = given.pop("cases"), given.pop("to", "")
        person = colleagues_of(request.user).filter(username=to).first() if to else None
        begun = together.begin(request.user, numbers=numbers, to=person, **given, now=self.now)
        return Response(out.deed_body(begun.run, unknown=begun.unknown), status=201)


class OneDeed(Endpoint):
    """What became of each case of a deed."""

    verbs = {"GET": "cases.together"}
    outputs = {"GET": out.DeedSerializer}

    def get(self, request, public_id):
        return Response(out.deed_body(access.run_for(request.user, public_id)))


class DeedUndo(Endpoint):
    """Take a deed back where it took effect; the deed that does it."""

    verbs = {"POST": "cases.together"}
    outputs = {"POST": out.DeedSerializer}

    def post(self, request, public_id):
        run = access.run_for(request.user, public_id)
        return Response(out.deed_body(together.undo(request.user, run, now=self.now)), status=201)


class Changes(Endpoint):
    """Which cases have changed since a mark (`?mark=`); without one, the mark to begin with."""

    verbs = {"GET": "cases.view"}
    outputs = {"GET": out.ChangesSerializer}

    def get(self, request):
        return Response(
            live.since(request.user, whole(request.query_params.get("mark", "")) or 0, now=self.now)
        )
