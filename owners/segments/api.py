"""The API of segments."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import Refused
from crm.privacy import visibility
from owners.access import project_for

from . import access, catalogue, counting, rules, selectors, services
from . import serializers as wire

PERSONAL = ("owners.owner.name", "owners.owner.phone")


class Fields(Endpoint):
    """What a segment can ask about: those fields that you may ask about somewhere."""

    verbs = {"GET": "segments.view"}
    outputs = {"GET": wire.SegmentFieldsOut}

    def get(self, request):
        return Response({"groups": catalogue.grouped(access.fields_for(request.user))})


class Counts(Endpoint):
    """How many owners a tree of conditions finds, without keeping it."""

    verbs = {"POST": "segments.view"}
    inputs = {"POST": wire.SegmentCountIn}
    outputs = {"POST": {200: wire.SegmentCountOut}}

    def post(self, request):
        """A wrong condition is named by its path: `tree/parts/0/parts/1/value`."""
        tree = self.given()["tree"]
        services.checked_tree(request.user, tree, now=self.now)
        asked = selectors.asked(request.user, tree, now=self.now)
        return Response(_count(asked, counting.count(asked.rows)))


class Segments(Endpoint):
    """Segments you may use, the last changed first; and keeping one."""

    verbs = {"GET": "segments.view", "POST": "segments.edit"}
    inputs = {"POST": wire.SegmentIn}
    outputs = {"GET": paged(wire.SegmentRow), "POST": wire.SegmentOut}

    def get(self, request):
        """Filters: `archived` (1), `mine` (1)."""
        asked = request.query_params
        rows = selectors.listed(
            request.user, archived=bool(asked.get("archived")), mine=bool(asked.get("mine"))
        )
        page = CursorPage(rows, request, order=("-updated_at", "-id"))
        said = selectors.sentences(request.user, page.rows)
        return Response(page.answer([_row(row, said[row.pk]) for row in page.rows]))

    def post(self, request):
        """A wrong condition is named by its path: `tree/parts/0/parts/1/value`."""
        row = services.save_new(request.user, now=self.now, **_said(request.user, self.given()))
        return Response(_whole(request.user, row), status=201)


class OneSegment(Endpoint):
    """One segment; changing it, by the version you read; deleting it where nothing rests on it."""

    verbs = {"GET": "segments.view", "PATCH": "segments.edit", "DELETE": "segments.edit"}
    inputs = {"PATCH": wire.SegmentPatch}
    outputs = {"GET": wire.SegmentOut, "PATCH": wire.SegmentOut, "DELETE": None}

    def get(self, request, public_id):
        return Response(_whole(request.user, access.segment_for(request.user, public_id)))

    def patch(self, request, public_id):
        row = access.segment_for(request.user, public_id, to="segments.edit")
        changes = _said(request.user, self.given())
        version = changes.pop("version")
        services.change(request.user, row, version=version, changes=changes, now=self.now)
        return Response(_whole(request.user, access.segment_for(request.user, public_id)))

    def delete(self, request, public_id):
        """Refused with the code `in_use` while something rests on it."""
        row = access.segment_for(request.user, public_id, to="segments.edit")
        services.delete(request.user, row, now=self.now)
        return Response(status=204)


class Versions(Endpoint):
    """Every version of a segment, the present one first."""

    verbs = {"GET": "segments.view"}
    outputs = {"GET": wire.SegmentVersionsOut}

    def get(self, request, public_id):
        rows = selectors.versions(access.segment_for(request.user, public_id))
        return Response({"results": [_version(row) for row in rows]})


class Restoration(Endpoint):
    """Make an earlier version the present one."""

    verbs = {"POST": "segments.edit"}
    inputs = {"POST": wire.SegmentRestorationIn}
    outputs = {"POST": {200: wire.SegmentOut}}

    def post(self, request, public_id):
        row = access.segment_for(request.user, public_id, to="segments.edit")
        said = self.given()
        services.restore(request.user, row, said["number"], version=said["version"], now=self.now)
        return Response(_whole(request.user, access.segment_for(request.user, public_id)))


class Copies(Endpoint):
    """A segment of your own with the same conditions."""

    verbs = {"POST": "segments.edit"}
    inputs = {"POST": wire.SegmentCopyIn}
    outputs = {"POST": wire.SegmentOut}

    def post(self, request, public_id):
        row = access.segment_for(request.user, public_id)
        made = services.copy(request.user, row, now=self.now, **self.given())
        return Response(_whole(request.user, made), status=201)


class Archival(Endpoint):
    """Put a segment away, or take it out again."""

    verbs = {"POST": "segments.edit"}
    inputs = {"POST": wire.SegmentArchivalIn}
    outputs = {"POST": {200: wire.SegmentOut}}

    def post(self, request, public_id):
        row = access.segment_for(request.user, public_id, to="segments.edit")
        services.archive(request.user, row, now=self.now, **self.given())
        return Response(_whole(request.user, access.segment_for(request.user, public_id)))


class OneCount(Endpoint):
    """How many owners a segment holds now, as far as you see."""

    verbs = {"GET": "segments.view"}
    outputs = {"GET": wire.SegmentCountOut}

    def get(self, request, public_id):
        asked = _asked(self, request, public_id)
        return Response(_count(asked, counting.count_all(asked.rows)))


class Members(Endpoint):
    """The owners of a segment, as far as you see, the newest first."""

    verbs = {"GET": "segments.view"}
    outputs = {"GET": paged(wire.SegmentMemberOut)}

    def get(self, request, public_id):
        asked = _asked(self, request, public_id)
        page = CursorPage(selectors.page_of(asked.rows), request, order=("-id",))
        return Response(page.answer([_member(row, request.user) for row in page.rows]))


class Explanation(Endpoint):
    """A segment in words, in your language."""

    verbs = {"GET": "segments.view"}
    outputs = {"GET": wire.SegmentExplanationOut}

    def get(self, request, public_id):
        return Response({"sentence": _asked(self, request, public_id).sentence})


def _asked(endpoint, request, public_id) -> selectors.Asked:
    row = access.segment_for(request.user, public_id)
    try:
        return selectors.asked(request.user, row.tree, now=endpoint.now)
    except rules.Invalid as invalid:  # a field that it asks about is gone
        raise Refused(fields={f"tree{path}": text for path, text in invalid.wrong.items()}) from None


def _said(user, given: dict) -> dict:
    said = dict(given)
    if "projects" in said:
        said["projects"] = [project_for(user, code, to="owners.view") for code in said["projects"]]
    return said


def _count(asked: selectors.Asked, found: counting.Found) -> dict:
    return {"count": found.number, "exact": found.exact, "sentence": asked.sentence}


def _row(row, sentence: str) -> dict:
    return {
        "id": row.public_id,
        "name": row.name,
        "description": row.description,
        "sentence": sentence,
        "sharing": row.sharing,
        "sharing_label": row.get_sharing_display(),
        "owned_by": row.owned_by.username,
        "version": row.version,
        "archived": row.archived_at is not None,
        "updated_at": row.updated_at,
    }


def _whole(user, row) -> dict:
    return _row(row, selectors.sentences(user, [row])[row.pk]) | {
        "tree": row.tree,
        "projects": [project.code for project in row.projects.all()],
        "uses": [use.label for use in row.uses.all()],
    }


def _version(row) -> dict:
    return {
        "number": row.number,
        "name": row.name,
        "description": row.description,
        "tree": row.tree,
        "written_by": row.written_by.username,
        "at": row.at,
        "restores": row.restores,
    }


def _member(row, user) -> dict:
    name, phone = PERSONAL
    return {
        "number": row.number,
        "kind": row.kind,
        "name": visibility.shown(user, name, row.name),
        "phone": visibility.shown(user, phone, row.phone),
        "language": row.language,
        "stage": row.stage,
        "stage_label": row.get_stage_display(),
        "manager": row.manager.username if row.manager else None,
    }
