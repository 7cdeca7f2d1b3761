"""The way from a file to an import over the wire: upload, say what its columns are, look at its rows, go on."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.imports.access import project_for
from crm.imports.api import kept_mapping
from crm.imports.guide import selectors, sent, services
from crm.imports.guide import serializers as shapes
from crm.imports.guide.access import draft_for, kept_or_shipped, mapping_for
from crm.imports.serializers import MappingSerializer


class Drafts(Endpoint):
    """Files that one has begun with; a new one by sending it. Nothing of it is taken."""

    verbs = {"GET": "imports.run", "POST": "imports.run"}
    inputs = {"POST": shapes.DraftUploadSerializer}
    outputs = {"GET": shapes.DraftSerializer(many=True), "POST": shapes.DraftSerializer}

    def get(self, request):
        rows = selectors.drafts_of(request.user)
        return Response([_shape(draft_for(request.user, row.public_id)) for row in rows])

    def post(self, request):
        """Answers how the file is written and which column is taken for which field."""
        given = self.given()
        draft = services.upload(
            request.user,
            kind=given["kind"],
            file=given["file"].file,
            file_name=given["file"].name,
            project=project_for(request.user, given["project"]) if given["project"] else None,
            encoding=given["encoding"],
            now=self.now,
        )
        return Response(_shape(draft), status=201)


class OneDraft(Endpoint):
    """One file with its columns and its first rows as they are read; deleting throws it away."""

    verbs = {"GET": "imports.run", "DELETE": "imports.run"}
    outputs = {"GET": shapes.DraftSerializer}

    def get(self, request, public_id):
        return Response(_shape(draft_for(request.user, public_id)))

    def delete(self, request, public_id):
        services.discard(request.user, draft_for(request.user, public_id), now=self.now)
        return Response(status=204)


class DraftReading(Endpoint):
    """How the file is written: its encoding, the rows of its heading, its sheet, its project."""

    verbs = {"PUT": "imports.run"}
    inputs = {"PUT": shapes.ReadingInSerializer}
    outputs = {"PUT": shapes.DraftSerializer}

    def put(self, request, public_id):
        draft, given = draft_for(request.user, public_id), dict(self.given())
        if "project" in given:
            code = given.pop("project")
            project = project_for(request.user, code) if code else None
            draft = services.set_place(request.user, draft, project=project, now=self.now)
        if given:
            draft = services.reread(request.user, draft, **given, now=self.now)
        return Response(_shape(draft))


class DraftColumns(Endpoint):
    """Which column is which field; columns that are not named are left out."""

    verbs = {"PUT": "imports.run"}
    inputs = {"PUT": shapes.ColumnsInSerializer}
    outputs = {"PUT": shapes.DraftSerializer}

    def put(self, request, public_id):
        draft = draft_for(request.user, public_id)
        said = sent.of_api(self.given()["columns"])
        return Response(_shape(services.assign(request.user, draft, said, now=self.now)))


class DraftMapping(Endpoint):
    """Begin with a mapping that was kept, or comes with the product; POST keeps the present one under a name."""

    verbs = {"PUT": "imports.run", "POST": "imports.run"}
    inputs = {"PUT": shapes.BaseInSerializer, "POST": shapes.KeepInSerializer}
    outputs = {"PUT": shapes.DraftSerializer, "POST": MappingSerializer}

    def put(self, request, public_id):
        draft = draft_for(request.user, public_id)
        mapping = kept_or_shipped(request.user, self.given()["mapping"])
        return Response(_shape(services.choose(request.user, draft, mapping, now=self.now)))

    def post(self, request, public_id):
        draft = draft_for(request.user, public_id)
        row = services.keep_mapping(request.user, draft, **self.given(), now=self.now)
        return Response(kept_mapping(row), status=201)


class DraftImport(Endpoint):
    """Go on with the whole file: the import, to be tried and executed."""

    verbs = {"POST": "imports.run"}
    outputs = {"POST": shapes.DraftSerializer}

    def post(self, request, public_id):
        draft = draft_for(request.user, public_id)
        services.take_on(request.user, draft, now=self.now)
        return Response(_shape(draft_for(request.user, public_id)), status=201)


class OneMapping(Endpoint):
    """Forget a mapping of one's own."""

    verbs = {"DELETE": "imports.run"}

    def delete(self, request, public_id):
        services.drop_mapping(request.user, mapping_for(request.user, public_id), now=self.now)
        return Response(status=204)


def _shape(draft) -> dict:
    return {
        "id": draft.public_id,
        "kind": draft.kind,
        "file_name": draft.file_name,
        "project": draft.project.code if draft.project else None,
        "encoding": draft.encoding,
        "encoding_found": draft.encoding_found,
        "header_rows": draft.header_rows,
        "mapping": draft.mapping_name,
        "columns": [_column(line) for line in selectors.columns_of(draft)],
        "needed": selectors.still_needed(draft),
        "rows": [_row(reading) for reading in selectors.readings_of(draft)],
        "imported_as": draft.run.public_id if draft.run else None,
    }


def _column(line) -> dict:
    return {
        "column": line.place,
        "heading": line.heading,
        "samples": line.samples,
        "field": line.field,
        "also": line.also,
        "options": line.options,
        "values": dict(line.values),
    }


def _row(reading) -> dict:
    return {
        "row": reading.number,
        "values": {name: value for name, value in reading.values.items() if value not in (None, "")},
        "wrong": reading.wrong,
    }
