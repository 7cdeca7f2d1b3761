"""The owner's own page: he chooses the time of a visit by a link that only he has."""

from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.api import throttles
from crm.errors import IllegalMove, Refused
from crm.web.asked import whole
from crm.web.pages import public_page

from . import letters, selectors, services
from .states import CallStatus


@public_page("the owner has a link of his own; the signature in it is what lets him in")
@csrf_exempt  # browsers send no origin from a page that tells no referrer, and only who has the link can post here
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, token):
    """The times offered, large enough for a thumb; chosen, the page says when we come."""
    now = clock.now()
    name = letters.visit_in(token)
    call = selectors.call_by_id(name) if name else None
    if call is None or request.method == "POST":
        throttles.count("public", throttles.caller(request), now=now)
    case = call.order.case if call else None
    language = (case.owner.language if case.owner_id else case.language) if case else request.LANGUAGE_CODE
    zone = case.project.timezone if case else timezone.get_current_timezone_name()
    with translation.override(language), timezone.override(zone):
        return _private(_answer(request, call, token, language, now))


def _answer(request, call, token, language, now):
    refused = ""
    if call is not None and request.method == "POST":
        try:
            services.choose(
                None, call, position=whole(request.POST.get("time", "")) or 0, by_owner=True, now=now
            )
        except IllegalMove:
            pass  # chosen already, perhaps a moment ago: the page says for when
        except Refused as refusal:
            refused = " ".join(str(text) for text in refusal.fields.values())
        else:
            return redirect("desk:choose_time", token)
    open_times = [time for time in call.times.all() if time.ends_at > now] if call else []
    context = {
        "call": call,
        "token": token,
        "times": open_times,
        "refused": refused,
        "language": language,
        "agreed": call is not None and call.status == CallStatus.AGREED,
        "offered": call is not None and call.status == CallStatus.OFFERED,
    }
    status = 404 if call is None else 422 if refused else 200
    return render(request, "desk/choose_time.html", context, status=status)


def _private(response):
    """Nothing of a one-person link is kept by a cache, told to another site, or found by a search engine."""
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
