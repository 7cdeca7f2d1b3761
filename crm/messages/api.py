import secrets

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from crm import signing
from crm.accounts.permissions import PUBLIC
from crm.api import throttles
from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import NotAllowed, NotFound, Refused
from crm.messages import gateway_services, reports, selectors, services
from crm.messages.serializers import (
    GatewayIn,
    GatewayOut,
    MessageSerializer,
    ReportsOut,
    TryIn,
    gateway_told,
)

LARGEST = 256 * 1024
NOBODYS = secrets.token_urlsafe(32)  # the key of a gateway that is not there


class Messages(Endpoint):
    """Messages to the outside world: `?state=waiting`, `dead` or `sent`, newest first."""

    verbs = {"GET": "messages.view"}
    outputs = {"GET": paged(MessageSerializer)}

    def get(self, request):
        page = CursorPage(selectors.messages_in(request.query_params.get("state", "dead")), request)
        return Response(page.answer(MessageSerializer(page.rows, many=True).data))


class SendAgain(Endpoint):
    """Try a message that was given up once more, under its old identifier."""

    verbs = {"POST": "messages.send_again"}
    outputs = {"POST": MessageSerializer}

    def post(self, request, public_id):
        row = services.send_again(request.user, selectors.message_by(public_id), now=self.now)
        return Response(dict(MessageSerializer(row).data))


class TextGateway(Endpoint):
    """How the house is connected to a gateway for text messages; credentials are taken and never given back."""

    verbs = {"GET": "messages.set_up", "PUT": "messages.set_up"}
    inputs = {"PUT": GatewayIn}
    outputs = {"GET": GatewayOut, "PUT": GatewayOut}

    def get(self, request):
        return Response(gateway_told(selectors.newest_gateway()))

    def put(self, request):
        said = dict(self.given())
        is_open = said.pop("is_open", True)
        row = gateway_services.set_gateway(request.user, changes=said, is_open=is_open, now=self.now)
        return Response(gateway_told(row))


class TextTry(Endpoint):
    """Send one text message to a telephone at hand."""

    verbs = {"POST": "messages.set_up"}
    inputs = {"POST": TryIn}
    outputs = {"POST": MessageSerializer}

    def post(self, request):
        said = dict(self.given())
        row = gateway_services.try_out(request.user, language=request.user.language, now=self.now, **said)
        return Response(dict(MessageSerializer(row).data), status=201)


class TextReports(Endpoint):
    """What a gateway says later of text messages that it took, signed like a webhook.

    Headers: `X-Doorstep-Timestamp` (seconds since 1970) and `X-Doorstep-Signature`, the HMAC-SHA256 of the timestamp,
    a full stop and the body under the report key, in hexadecimal. The body is JSON or a form; its names stand in the
    gateway's settings. 404 where none of its messages is known (yet): tell it again later.
    """

    verbs = PUBLIC
    public_because = "the signature of a shared key is what lets it in"
    outputs = {"POST": ReportsOut}
    authentication_classes = []
    throttle = "anyone"

    def post(self, request):
        body = self._body(request)
        gateway = selectors.gateway_in_force()
        key = gateway.report_key if gateway else ""
        stamp = request.headers.get("X-Doorstep-Timestamp", "")
        signed = signing.is_signed(
            key or NOBODYS, stamp, body, request.headers.get("X-Doorstep-Signature", "")
        )
        if not key or not signed or not signing.is_recent(stamp, self.now.timestamp()):
            throttles.count("public", throttles.caller(request), now=self.now)
            raise NotAllowed(_("The signature does not fit."), code="signature")
        try:
            told = reports.read(gateway, body)
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        known, unknown = reports.take(gateway, told, now=self.now)
        if unknown and not known:
            raise NotFound
        return Response({"known": known, "unknown": unknown})

    def _body(self, request) -> bytes:
        try:
            body = request._request.body
        except RequestDataTooBig:
            body = None
        if body is None or len(body) > LARGEST:
            throttles.count("public", throttles.caller(request), now=self.now)
            raise Refused(fields={"body": "too large"}, code="too_large")
        return body
