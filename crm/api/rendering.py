"""JSON out of plain rows, by orjson."""

from decimal import Decimal

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


def _other(value):
    if isinstance(value, Promise | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        raise TypeError("bytes do not belong on the wire")
    if isinstance(value, dict):
        return dict(value)  # a serializer's answer is a subclass, and subclasses come here
    if hasattr(value, "__iter__"):
        return list(value)
    return str(value)


def dumps(value) -> bytes:
    """Times keep their offset, UTC as Z; lazy translations become text."""
    return orjson.dumps(
        value,
        default=_other,
        option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_SUBCLASS,
    )


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, value, accepted_media_type=None, renderer_context=None):
        return b"" if value is None else dumps(value)
