"""Imports over the wire: send a file, try it, run it, read what was refused."""

from rest_framework.response import Response

from crm.api.views import Endpoint
from crm.imports import selectors, services, undoing
from crm.imports import serializers as shapes
from crm.imports.access import project_for, run_for
from crm.imports.guide import selectors as guide
from crm.imports.guide.access import kept_or_shipped
from crm.imports.mapping import shipped

MOST_REFUSED = 1000


class Mappings(Endpoint):
    """The mappings that come with the product, one's own, and those that others share."""

    verbs = {"GET": "imports.run"}
    outputs = {"GET": shapes.MappingSerializer(many=True)}

    def get(self, request):
        rows = sorted(shipped().values(), key=lambda mapping: (mapping.kind, mapping.name))
        ours = [
            {"id": None, "name": m.name, "label": m.label, "kind": m.kind, "source": m.source, "shared": True}
            for m in rows
        ]
        return Response([*ours, *map(kept_mapping, guide.mappings_for(request.user))])


class Imports(Endpoint):
    """One's own imports; a new one by sending a file."""

    verbs = {"GET": "imports.run", "POST": "imports.run"}
    inputs = {"POST": shapes.UploadSerializer}
    outputs = {"GET": shapes.RunSerializer(many=True), "POST": shapes.RunSerializer}

    def get(self, request):
        return Response([_run(row) for row in selectors.runs_of(request.user)])

    def post(self, request):
        """Reads the file and keeps its rows; nothing is taken before its execution is asked for."""
        given = self.given()
        content, name = given["file"].file, given["file"].name
        mapping = kept_or_shipped(request.user, given["mapping"]) if given["mapping"] else None
        run = services.prepare(
            request.user,
            kind=given["kind"],
            mapping=mapping or services.guessed(given["kind"], content, name),
            content=content,
            file_name=name,
            project=project_for(request.user, given["project"]) if given["project"] else None,
            encoding=given["encoding"],
            now=self.now,
        )
        return Response(_run(run), status=201)


class OneImport(Endpoint):
    """One import with its counts."""

    verbs = {"GET": "imports.run"}
    outputs = {"GET": shapes.RunSerializer}

    def get(self, request, public_id):
        return Response(_run(run_for(request.user, public_id)))


class Trial(Endpoint):
    """Do everything and undo it again: counts and refused rows, and nothing kept."""

    verbs = {"POST": "imports.run"}
    outputs = {"POST": {202: shapes.RunSerializer}}

    def post(self, request, public_id):
        run = services.start(request.user, run_for(request.user, public_id), dry=True, now=self.now)
        return Response(_run(run), status=202)


class Execution(Endpoint):
    """Take the rows, as a job."""

    verbs = {"POST": "imports.run"}
    outputs = {"POST": {202: shapes.RunSerializer}}

    def post(self, request, public_id):
        run = services.start(request.user, run_for(request.user, public_id), dry=False, now=self.now)
        return Response(_run(run), status=202)


class Undoing(Endpoint):
    """Taking back what an import made, while nothing was built on it."""

    verbs = {"GET": "imports.run", "POST": "imports.run"}
    inputs = {"POST": shapes.UndoSerializer}
    outputs = {"GET": shapes.UndoPreviewSerializer, "POST": {202: shapes.UndoneSerializer}}

    def get(self, request, public_id):
        """What would go, by kind of row, and what would stay and why; changes nothing."""
        found = undoing.undo_preview(request.user, run_for(request.user, public_id))
        first = [{"number": one.number, "reasons": list(one.reasons)} for one in found.first]
        return Response(
            {"made": found.made, "staying": found.staying, "first": first, "why_not": found.why_not}
        )

    def post(self, request, public_id):
        """As a job. Refused whole with the code `built_on` if something stays, unless `leave` is asked for."""
        leave = self.given()["leave"]
        run = undoing.undo(request.user, run_for(request.user, public_id), leave=leave, now=self.now)
        return Response({"id": run.public_id, "job": run.undo_job.public_id}, status=202)


class RefusedRows(Endpoint):
    """The first refused rows with their reasons, of the execution or else of the trial."""

    verbs = {"GET": "imports.run"}
    outputs = {"GET": shapes.RefusedSerializer(many=True)}

    def get(self, request, public_id):
        run = run_for(request.user, public_id)
        return Response(selectors.refused_rows(run, dry=run.job_id is None, limit=MOST_REFUSED))


def kept_mapping(row) -> dict:
    return {
        "id": row.public_id,
        "name": row.name,
        "label": row.name,
        "kind": row.kind,
        "source": row.content["source"],
        "shared": row.shared,
    }


def _run(run) -> dict:
    return {
        "id": run.public_id,
        "kind": run.kind,
        "file_name": run.file_name,
        "mapping": run.mapping_name,
        "encoding": run.encoding,
        "project": run.project.code if run.project else None,
        "rows": run.row_count,
        "trial": _counts(run, dry=True) if run.dry_job_id else None,
        "trial_job": run.dry_job.public_id if run.dry_job_id else None,
        "result": _counts(run, dry=False) if run.job_id else None,
        "job": run.job.public_id if run.job_id else None,
        "undo_job": run.undo_job.public_id if run.undo_job_id else None,
    }


def _counts(run, *, dry: bool) -> dict:
    totals = selectors.totals(run, dry=dry)
    return {"made": totals.made, "known": totals.known, "refused": totals.refused}
