"""The person's own language, and one translation of refusals into pages that say what to do."""

from django.conf import settings
from django.utils import translation

from crm.errors import DoorstepError
from crm.web.refusals import refusal_page


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


class RefusalMiddleware:
    """Turns what services and access refuse into a page, or a fragment for htmx; the API does its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DoorstepError) or request.path.startswith("/api/"):
            return None
        return refusal_page(request, exception)
