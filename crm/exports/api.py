"""Exports over the wire: ask for a list, follow it, fetch the file."""

from rest_framework.response import Response

from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.exports import downloads, selectors, services
from crm.exports import serializers as shapes
from crm.exports.access import run_for


class Exports(Endpoint):
    """One's own exports, newest first; a new one by naming its list and filters."""

    verbs = {"GET": "exports.run", "POST": "exports.run"}
    inputs = {"POST": shapes.AskedSerializer}
    outputs = {"GET": paged(shapes.ExportSerializer), "POST": {202: shapes.ExportSerializer}}

    def get(self, request):
        page = CursorPage(selectors.runs_of(request.user), request, order=("-made_at", "-id"))
        return Response(page.answer(shapes.ExportSerializer(page.rows, many=True).data))

    def post(self, request):
        """Answers at once; the file is there when `is_there` says so."""
        given = self.given()
        job = services.start(
            request.user, given["kind"], given["parameters"], form=given["form"], now=self.now
        )
        return Response(_shape(selectors.run_of(job)), status=202)


class OneExport(Endpoint):
    """One export and how far it is; deleting it throws the file away."""

    verbs = {"GET": "exports.run", "DELETE": "exports.run"}
    outputs = {"GET": shapes.ExportSerializer}

    def get(self, request, public_id):
        return Response(_shape(run_for(request.user, public_id)))

    def delete(self, request, public_id):
        services.discard(request.user, run_for(request.user, public_id), now=self.now)
        return Response(status=204)


class ExportFile(Endpoint):
    """The file itself, as long as it is kept."""

    verbs = {"GET": "exports.run"}

    def get(self, request, public_id):
        run = run_for(request.user, public_id)
        return downloads.answer(request, run, services.fetch(request.user, run, now=self.now))


def _shape(run) -> dict:
    return dict(shapes.ExportSerializer(run).data)
