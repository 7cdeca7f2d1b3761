"""The owner's own questionnaire, behind a link that only he has: one screen at a time, on a phone."""

from contextlib import contextmanager
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from crm import clock
from crm.api import throttles
from crm.calendars.arithmetic import add_working_days
from crm.calendars.services import calendar_for
from crm.errors import DoorstepError, Refused
from crm.web.asked import whole
from crm.web.pages import public_page
from satisfaction.feedback.states import CONTENT, Via
from satisfaction.questionnaires import selectors as questionnaires

from . import selectors, services

TICKET_SALT = "questionnaire.thanks"
TICKET_SECONDS = 86_400
WE_CALL_WITHIN = 3  # working days; the standard service promises no later
LANGUAGES = dict(settings.LANGUAGES)


def private(view):
    """Nothing of a one-person link is kept by a cache, told to another site, or found by a search engine."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@public_page("the owner has a link of his own; the token in it is what lets him in")
@csrf_exempt  # browsers send no origin from a page that tells no referrer, and only who has the token can post here
@private
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, token):
    """The next open question; reading it changes nothing, however often and by whomever it is read."""
    now = clock.now()
    invitation = selectors.invitation_by_token(token, now)
    if invitation is None or request.method == "POST":
        throttles.count("public", throttles.caller(request), now=now)
    if invitation is None:
        return _not_open(request)
    with speaking(request, invitation.language) as language:
        if request.method == "POST":
            return _answer(request, invitation, token, language, now)
        return _screen(request, invitation, token, language)


@public_page("the page after sending; the ticket holds no more than a date and a language")
@private
@require_safe
def thanks(request, ticket):
    """What happens next, and by when."""
    try:
        said = signing.loads(ticket, salt=TICKET_SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return _not_open(request)
    with speaking(request, said["language"]) as language:
        context = {
            "content": said["content"],
            "by": datetime.fromisoformat(said["by"]),
            "language": language,
            "tongues": settings.LANGUAGES,
        }
        return render(request, "satisfaction/thanks.html", context)


@contextmanager
def speaking(request, usual: str):
    """The language asked for on the page, else the owner's own."""
    asked = request.GET.get("lang") or request.POST.get("lang") or usual
    language = asked if asked in LANGUAGES else usual
    with translation.override(language):
        request.LANGUAGE_CODE = language
        yield language


def _not_open(request):
    """Unknown, expired and answered links get the very same answer, so that guessing learns nothing."""
    with speaking(request, translation.get_language() or "en") as language:
        context = {"language": language, "tongues": settings.LANGUAGES}
        return render(request, "satisfaction/not_open.html", context, status=404)


def _screen(request, invitation, token, language, *, faults=None, status=200):
    screens = questionnaires.screens(questionnaires.questions_of(invitation.questionnaire_id))
    draft = invitation.answers_draft
    index = _index(request.GET.get("step") or request.POST.get("step"), screens, draft)
    shown = screens[index]
    context = {
        "language": language,
        "tongues": settings.LANGUAGES,
        "action": reverse("satisfaction:question", args=[token]),
        "invitation": invitation,
        "questions": [
            {
                "row": row,
                "options": row.worded_options(),
                "given": draft.get(row.code, ""),
                "fault": (faults or {}).get(row.code, ""),
            }
            for row in shown
        ],
        "single": len(shown) == 1 and shown[0].kind in ("five_point", "choice"),
        "step": index + 1,
        "steps": len(screens),
        "percent": round(100 * index / len(screens)),
        "last": index + 1 == len(screens),
        "optional": not any(row.required for row in shown),
    }
    return render(request, "satisfaction/question.html", context, status=status)


def _answer(request, invitation, token, language, now):
    """Keep what this screen said; the last screen sends the whole."""
    screens = questionnaires.screens(questionnaires.questions_of(invitation.questionnaire_id))
    index = _index(request.POST.get("step"), screens, invitation.answers_draft)
    given = {row.code: request.POST.get(row.code, "") for row in screens[index]}
    try:
        kept = services.save_draft(invitation, answers=given, language=language, now=now)
        if index + 1 < len(screens):
            return redirect(_step(token, index + 2, language))
        feedback = services.record_answer(
            None, invitation=kept, answers=kept.answers_draft, words="", via=Via.LINK, now=now
        )
    except Refused as refusal:
        missing = [number for number, rows in enumerate(screens) if _faulty(rows, refusal.fields)]
        if missing and missing[0] != index:
            return redirect(_step(token, missing[0] + 1, language))
        return _screen(request, invitation, token, language, faults=refusal.fields, status=422)
    except DoorstepError:
        return _not_open(request)
    return redirect(reverse("satisfaction:thanks", args=[_ticket(invitation, feedback, language, now)]))


def _faulty(rows, fields) -> bool:
    return any(row.code in fields for row in rows)


def _index(asked, screens, draft) -> int:
    """The screen asked for, else the first one without an answer."""
    number = whole(asked or "")
    if number is not None and 1 <= number <= len(screens):
        return number - 1
    for index, rows in enumerate(screens):
        if not any(row.code in draft for row in rows):
            return index
    return len(screens) - 1


def _step(token, number, language) -> str:
    return f"{reverse('satisfaction:question', args=[token])}?step={number}&lang={language}"


def _ticket(invitation, feedback, language, now) -> str:
    by = add_working_days(calendar_for(invitation.project), now, WE_CALL_WITHIN)
    said = {
        "content": feedback.attitude in CONTENT if feedback.attitude else None,
        "by": by.isoformat(),
        "language": language,
    }
    return signing.dumps(said, salt=TICKET_SALT)
