"""The API of webhooks: the signed door itself, and endpoints with their log."""

import json

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from crm.accounts.permissions import PUBLIC
from crm.api import throttles
from crm.api.paging import CursorPage
from crm.api.schema import paged
from crm.api.views import Endpoint
from crm.errors import NotAllowed, Refused
from service_desk.cases.rules import is_known_subject
from service_desk.channels.access import endpoint_for
from service_desk.channels.hooks import selectors, serializers, services, syncing_wecom
from service_desk.channels.hooks.models import Sort

LARGEST = 256 * 1024


class SignedHook(Endpoint):
    """What another system tells us, signed.

    Headers: `X-Doorstep-Timestamp` (seconds since 1970), `X-Doorstep-Key` (the version of the secret; may be left
    out) and `X-Doorstep-Signature`, the HMAC-SHA256 of the timestamp, a full stop and the body, in hexadecimal. The
    same `event_id` twice is taken once and answered alike.
    """

    verbs = PUBLIC
    public_because = "the signature of a shared secret is what lets it in"
    inputs = {"POST": serializers.DeliveryIn}
    outputs = {"POST": serializers.DeliveryOut}
    authentication_classes = []
    throttle = "anyone"

    def post(self, request, code):
        body = self._body(request)
        endpoint = selectors.endpoint_called(code, Sort.SIGNED)
        self._prove(request, endpoint, body)
        said = self._read(endpoint, body)
        row, fresh = self._take(endpoint, said, len(body))
        answer = {
            "event_id": row.event_id,
            "outcome": str(row.outcome),
            "case": row.case.number if row.case else None,
            "repeated": not fresh,
        }
        return Response(answer, status=201 if fresh else 200)

    def _body(self, request) -> bytes:
        """No more than is read; that it is too large is said before anybody is looked for."""
        try:
            body = request._request.body
        except RequestDataTooBig:
            body = None
        if body is None or len(body) > LARGEST:
            throttles.count("public", throttles.caller(request), now=self.now)
            raise Refused(fields={"words": "too large"}, code="too_large")
        return body

    def _prove(self, request, endpoint, body: bytes) -> None:
        """Whoever cannot prove himself is told the same of an endpoint that is there and of one that is not."""
        given = {
            "key": request.headers.get("X-Doorstep-Key", ""),
            "timestamp": request.headers.get("X-Doorstep-Timestamp", ""),
            "given": request.headers.get("X-Doorstep-Signature", ""),
        }
        wrong = services.wrong_with(endpoint, body=body, now=self.now, **given)
        if wrong:
            throttles.count("public", throttles.caller(request), now=self.now)
            if endpoint is not None:
                services.refused(endpoint, wrong, size=len(body), now=self.now)
            raise NotAllowed(_("The signature does not fit."), code="signature")

    def _read(self, endpoint, body: bytes) -> dict:
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError) as error:
            services.refused(endpoint, "json", size=len(body), now=self.now)
            raise ParseError from error
        said = dict(serializers.DeliveryIn().run_validation(sent))
        if said.get("subject") and not is_known_subject(said["subject"]):
            said["subject"] = ""
        return said

    def _take(self, endpoint, said: dict, size: int):
        author = said.pop("author", {})
        if said.get("url"):
            said["words"] = f"{said['words']}\n\n{said['url']}"
        return services.take(
            endpoint,
            event_id=said.pop("event_id"),
            said={**said, **{name: author.get(name, "") for name in ("name", "phone", "email")}},
            sender=author.get("id", ""),
            follows=said.get("follows", ""),
            size=size,
            now=self.now,
        )


class HookDeliveries(Endpoint):
    """What was delivered to an endpoint, newest first."""

    verbs = {"GET": "channels.view"}
    outputs = {"GET": paged(serializers.DeliveryRowOut)}

    def get(self, request, code):
        rows = selectors.log_of(endpoint_for(request.user, code))
        page = CursorPage(rows, request)
        return Response(page.answer(serializers.DeliveryRowOut(page.rows, many=True).data))


class HookAside(Endpoint):
    """Messages of WeCom that were fetched and could not be put on a case; POST tries them once more."""

    verbs = {"GET": "channels.view", "POST": "channels.set_up"}
    outputs = {"GET": serializers.AsideOut(many=True), "POST": serializers.PlacedOut}

    def get(self, request, code):
        rows = selectors.aside_of(endpoint_for(request.user, code))
        return Response(serializers.AsideOut(rows, many=True).data)

    def post(self, request, code):
        endpoint = endpoint_for(request.user, code, to="channels.set_up")
        return Response({"placed": syncing_wecom.try_aside_again(endpoint, now=self.now)}, status=201)


class HookSecrets(Endpoint):
    """A new secret; the one before holds for a week more."""

    verbs = {"POST": "channels.set_up"}
    outputs = {"POST": serializers.SecretOut}

    def post(self, request, code):
        endpoint = endpoint_for(request.user, code, to="channels.set_up")
        return Response({"secret": services.renew_secret(request.user, endpoint, now=self.now)}, status=201)
