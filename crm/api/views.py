"""`Endpoint`, the base of every route of the API."""

from functools import cache

from django.utils import translation
from rest_framework import exceptions
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.views import APIView

from crm import clock
from crm.accounts.permissions import PUBLIC, require
from crm.api import idempotency, throttles
from crm.api.authentication import Bearer, Session
from crm.api.parsing import JSONParser
from crm.api.problems import problem_for
from crm.api.rendering import JSONRenderer
from crm.api.schema import DoorstepSchema

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class Endpoint(APIView):
    """A route of the API. It translates HTTP to a service and back, and decides nothing.

    `verbs` names the permission of each method, or is PUBLIC with `public_because`. `inputs` and `outputs`
    name the serializer of each method, for `given()` and for the document; `filters` explains the parameters
    of the address. `throttle` names a rate.
    """

    verbs: dict | object = {}
    public_because = ""
    inputs: dict = {}
    outputs: dict = {}
    filters: dict = {}
    throttle = "api"

    authentication_classes = [Bearer, Session]
    renderer_classes = [JSONRenderer]
    parser_classes = [JSONParser, MultiPartParser, FormParser]
    permission_classes = []
    schema = DoorstepSchema()
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    @classmethod
    def as_view(cls, **initkwargs):
        view = super().as_view(**initkwargs)
        view.verbs = cls.verbs
        view.public_because = cls.public_because
        return view

    @classmethod
    def verb_of(cls, method: str):
        """The permission of a method: a verb, PUBLIC, or None where the method does not exist."""
        method = "GET" if method == "HEAD" else method
        if not hasattr(cls, method.lower()):
            return None
        return PUBLIC if cls.verbs is PUBLIC else cls.verbs.get(method)

    def dispatch(self, request, *args, **kwargs):
        self.args, self.kwargs = args, kwargs
        self.headers = self.default_response_headers
        request = self.request = self.initialize_request(request, *args, **kwargs)
        try:
            self.initial(request, *args, **kwargs)
            response = self._answer(request, *args, **kwargs)
        except Exception as exc:
            response = self.handle_exception(exc)
        self.response = self.finalize_response(request, response, *args, **kwargs)
        # Neither a browser that somebody else sits at next nor anything on the way keeps who lives where.
        self.response.headers.setdefault("Cache-Control", "private, no-store")
        return self.response

    def initial(self, request, *args, **kwargs):
        """One reading of the clock a request; then as the framework: negotiate, who, may he, how often."""
        self.now = clock.now()
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise exceptions.ParseError  # PostgreSQL has no such character
        super().initial(request, *args, **kwargs)

    def perform_authentication(self, request):
        super().perform_authentication(request)
        language = getattr(request.user, "language", "")
        if language and "Accept-Language" not in request.headers:
            translation.activate(language)

    def check_permissions(self, request):
        verb = self.verb_of(request.method)
        if verb is None:
            raise exceptions.MethodNotAllowed(request.method)
        if verb is PUBLIC:
            return
        if not request.user.is_authenticated:
            raise exceptions.NotAuthenticated
        require(request.user, verb)

    def check_throttles(self, request):
        throttles.count(self.throttle, throttles.caller(request), now=self.now)

    def given(self) -> dict:
        """What was sent, validated by the method's serializer, which knows no request."""
        sent = self.request.data
        return _reader(self.inputs[self.request.method]).run_validation({} if sent is None else sent)

    def handle_exception(self, exc):
        if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
            exc.auth_header = self.get_authenticate_header(self.request)
            exc.status_code = 401
        return problem_for(exc, self.request)

    def http_method_not_allowed(self, request, *args, **kwargs):
        raise exceptions.MethodNotAllowed(request.method)

    def _answer(self, request, *args, **kwargs):
        handler = getattr(self, request.method.lower(), self.http_method_not_allowed)
        key = idempotency.key_of(request) if request.method in UNSAFE else ""
        if not key:
            return handler(request, *args, **kwargs)
        return idempotency.once(request, key, lambda: self._rendered(handler(request, *args, **kwargs)))

    def _rendered(self, response):
        response = self.finalize_response(self.request, response, *self.args, **self.kwargs)
        return response.render() if hasattr(response, "render") else response


@cache
def _reader(serializer_class):
    """One reader for all requests: to copy its fields takes longer than to use them, and reading changes none."""
    return serializer_class()
