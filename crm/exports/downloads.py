"""A file as an answer that is sent piece by piece and kept nowhere on the way."""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse

from crm.exports.models import ExportRun, Form

TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.BARE_CSV: "text/csv; charset=utf-8",
}


def answer(request, run: ExportRun, pieces) -> StreamingHttpResponse:
    """Under ASGI a plain iterator would be collected whole before the first byte leaves."""
    request = getattr(request, "_request", request)
    body = _one_by_one(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(body, content_type=TYPES[run.form])
    response["Content-Disposition"] = f'attachment; filename="{run.file_name}"'
    response["Content-Length"] = str(run.size)
    response["Cache-Control"] = "no-store"
    return response


async def _one_by_one(pieces):
    pieces = iter(pieces)
    ask = sync_to_async(lambda: next(pieces, None))
    while (piece := await ask()) is not None:
        yield piece
