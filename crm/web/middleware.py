"""The person's own language and clock, and one translation of refusals into pages that say what to do."""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation

from crm.errors import DoorstepError
from crm.organisation.models import Project
from crm.web import asked
from crm.web.kept import brought_back
from crm.web.refusals import bad_request, not_this_way, refusal_page


class SmallPagesMiddleware(GZipMiddleware):
    """Pages and answers of the API go out compressed. A stream is passed on as it comes, a file is as small as it gets."""

    TYPES = ("text/html", "text/csv", "application/json", "application/problem+json")

    def process_response(self, request, response):
        if response.streaming or not response.headers.get("Content-Type", "").startswith(self.TYPES):
            return response
        return super().process_response(request, response)


class LanguageMiddleware:
    """Who is signed in gets his own language; a visitor keeps the one LocaleMiddleware found for him."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = getattr(request, "user", None)
        language = getattr(user, "language", None) if user and user.is_authenticated else None
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


class PlaceMiddleware:
    """Who works in one time zone reads its clock; who looks after several reads the house's.

    Found once a session: a person's projects seldom change their place.
    """

    KEY = "ds_time_zone"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = getattr(request, "user", None)
        if request.path.startswith("/api/") or user is None or not user.is_authenticated:
            return self.get_response(request)
        if self.KEY not in request.session:
            request.session[self.KEY] = zone_of(user)
        with timezone.override(request.session[self.KEY] or settings.TIME_ZONE):
            response = self.get_response(request)
        # The desk is shared: after signing out, "back" must not show the last owner from the browser's memory.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def zone_of(user) -> str:
    """The one time zone of all the user's projects, or nothing."""
    zones = Project.objects.filter(pk__in=user.project_ids).values_list("timezone", flat=True).distinct()[:2]
    return zones[0] if len(zones) == 1 else ""


class RefusalMiddleware:
    """Turns what services and access refuse into a page, or a fragment for htmx; the API does its own.

    No page that refuses a form lets go of what was typed into it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/api/"):
            return response
        if _leaves_a_reader_alone(request, response):
            return not_this_way(request, response)
        return brought_back(request, response)

    def process_view(self, request, view, args, kwargs):
        """Behind the CSRF guard, so that nothing of a forged request is read; the API asks for itself."""
        if not request.path.startswith("/api/") and asked.unstorable(request):
            return bad_request(request)
        return None

    def process_exception(self, request, exception):
        if not isinstance(exception, DoorstepError) or request.path.startswith("/api/"):
            return None
        return refusal_page(request, exception)


def _leaves_a_reader_alone(request, response) -> bool:
    """An address that only takes forms was opened: a browser would show an empty page of its own."""
    return request.method == "GET" and response.status_code == 405 and not response.content
