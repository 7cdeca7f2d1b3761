"""Every refusal of the API as RFC 9457 problem details, with a stable `code`, in the reader's language."""

import logging
import uuid

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelRefused
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from crm.errors import DoorstepError

log = logging.getLogger("doorstep.api")
MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: _("The request cannot be read."),
    401: _("Please sign in."),
    403: _("Your role does not allow this."),
    404: _("There is nothing here that you may see."),
    405: _("This address does not know that method."),
    406: _("Only JSON is available."),
    409: _("This is not possible at present."),
    413: _("That is too large."),
    415: _("That media type is not understood."),
    422: _("Please correct what is marked."),
    429: _("Too many requests. Please wait a little."),
    500: _("Something went wrong on our side."),
    503: _("Temporarily not available. Please try again."),
}
FRAMEWORK_CODES = {
    exceptions.ParseError: "malformed",
    exceptions.NotAuthenticated: "not_signed_in",
    exceptions.AuthenticationFailed: "bad_credentials",
    exceptions.PermissionDenied: "not_allowed",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.Throttled: "too_many",
}
PLAIN = {  # exceptions of Django that carry no detail worth showing
    Http404: (404, "not_found"),
    PermissionDenied: (403, "not_allowed"),
    RequestDataTooBig: (413, "too_large"),
    SuspiciousOperation: (400, "malformed"),
    UnicodeDecodeError: (400, "malformed"),
    OperationalError: (503, "unavailable"),
}


def problem(status: int, code: str, detail="", *, fields=None, **extra) -> Response:
    """The one shape of all refusals."""
    body = {
        "type": f"urn:doorstep:problem:{code}",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "code": code,
        "detail": str(detail or TITLES.get(status, "")),
    }
    if fields:
        body["fields"] = {name: str(message) for name, message in fields.items()}
    body.update({name: value for name, value in extra.items() if name not in body and _plain(value)})
    return Response(body, status=status, content_type=MEDIA_TYPE)


def problem_for(exc: Exception, request) -> Response:
    """Translate any exception; what nobody foresaw becomes a 500 with an id and no details."""
    if isinstance(exc, DoorstepError):
        response = problem(exc.status, exc.code, exc.message, fields=exc.fields, **exc.extra)
        if "retry_after" in exc.extra:
            response["Retry-After"] = str(exc.extra["retry_after"])
        return response
    if isinstance(exc, exceptions.ValidationError):
        return problem(422, "invalid", fields=flatten(exc.detail))
    if isinstance(exc, ModelRefused):
        fields = getattr(exc, "message_dict", None) or {"non_field_errors": exc.messages}
        return problem(422, "invalid", fields=flatten(fields))
    if isinstance(exc, exceptions.APIException):
        return _framework(exc)
    for kind, (status, code) in PLAIN.items():
        if isinstance(exc, kind):
            response = problem(status, code)
            if status == 503:
                log.warning("the database did not answer", exc_info=exc)
                response["Retry-After"] = "1"
            return response
    return _unforeseen(exc, request)


def _framework(exc) -> Response:
    code = next((FRAMEWORK_CODES[kind] for kind in type(exc).__mro__ if kind in FRAMEWORK_CODES), "refused")
    response = problem(exc.status_code, code, TITLES.get(exc.status_code, exc.detail))
    if getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        response["Retry-After"] = str(int(exc.wait) + 1)
    return response


def _unforeseen(exc, request) -> Response:
    number = uuid.uuid4().hex[:12]
    log.error("unforeseen error %s on %s %s", number, request.method, request.path, exc_info=exc)
    got_request_exception.send(sender=None, request=request)
    return problem(500, "unforeseen", id=number)


def flatten(detail, prefix="") -> dict:
    """Messages of nested serializers as {"parts.0.amount": "…"}."""
    if isinstance(detail, dict):
        pairs = [(f"{prefix}.{name}".lstrip("."), value) for name, value in detail.items()]
    elif any(isinstance(item, dict | list) for item in detail):
        pairs = [(f"{prefix}.{index}".lstrip("."), value) for index, value in enumerate(detail) if value]
    else:
        return {prefix or "non_field_errors": " ".join(str(item) for item in detail)}
    flat = {}
    for name, value in pairs:
        flat.update(flatten(value if isinstance(value, dict | list) else [value], name))
    return flat


def _plain(value) -> bool:
    if isinstance(value, dict):
        return all(_plain(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(_plain(item) for item in value)
    return value is None or isinstance(value, str | int | float | bool)
