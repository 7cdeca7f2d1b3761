"""A file as an answer that no browser takes for a page of ours."""

from urllib.parse import quote

from django.http import HttpResponse

from service_desk.attachments import selectors
from service_desk.attachments.models import Attachment, Part
from service_desk.attachments.rules import PICTURE


def answer(row: Attachment, part: str = Part.FULL) -> HttpResponse:
    """Pictures are shown, everything else is only taken home; no script of it runs, and no cache keeps it."""
    small = part == Part.THUMB
    response = HttpResponse(
        selectors.bytes_of(row, part), content_type=PICTURE if small else row.content_type
    )
    way = "inline" if row.is_picture else "attachment"
    response["Content-Disposition"] = (
        f"{way}; filename=\"{_ascii(row.name)}\"; filename*=UTF-8''{quote(row.name)}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _ascii(name: str) -> str:
    return "".join(sign if sign.isascii() and sign not in '"\\' else "_" for sign in name)
