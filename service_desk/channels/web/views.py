"""Public pages: the form, where a case stands, and an owner's own page behind his link."""

from contextlib import contextmanager
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm import clock
from crm.api import throttles
from crm.errors import DoorstepError, Refused, TooMany
from crm.web.pages import page, public_page
from service_desk.attachments.rules import LARGEST
from service_desk.cases.access import case_for
from service_desk.channels.people import Person
from service_desk.channels.web import holding, links, owning, selectors, services, tokens
from service_desk.channels.web.forms import DecisionForm, ReportForm, WordsForm
from service_desk.channels.web.models import Purpose
from service_desk.channels.web.stages import stages
from service_desk.clocks.selectors import answer_due

LANGUAGES = dict(settings.LANGUAGES)


def private(view):
    """Nothing of a personal link is kept by a cache, told to another site, or found by a search engine."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@public_page("everybody may report something, with or without an account")
@require_http_methods(["GET", "POST"])
def report(request):
    """The form; on errors every word stays where it was."""
    now = clock.now()
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        projects=selectors.projects(),
        initial={"project": request.GET.get("project", ""), "ticket": tokens.ticket(now)},
    )
    if request.method == "GET":
        return render(request, "desk/channels/report.html", {"form": form})
    status, tray = 422, _tray(request, now)
    try:
        throttles.count("public", throttles.caller(request), now=now)
        if form.is_valid() and _by_a_person(form, now):
            return _taken(request, form, _take(request, form, tray, now), now)
    except TooMany:
        form.add_error(None, _("Too many reports came from here. Please try again in an hour, or call us."))
        status = 429
    except Refused as refusal:
        form.take(refusal)
    context = {"form": form, "fresh": tokens.ticket(now), "tray": _held(request, tray, now)}
    response = render(request, "desk/channels/report.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _tray(request, now) -> holding.Tray:
    """The photos that the form had held before."""
    left_out = request.POST.getlist("leave_out")[:100]
    return holding.tray(request.POST.get("tray", ""), leave_out=left_out, now=now)


def _held(request, tray: holding.Tray, now) -> holding.Tray:
    """The same with what was chosen this time; but for a machine nothing is held."""
    photos = [] if request.POST.get("website") else _photos(request)
    return holding.hold(tray, photos, most=services.MOST_PHOTOS, place=_place(request), now=now)


def _place(request) -> str:
    return throttles.network(throttles.client_address(request))


def _by_a_person(form, now) -> bool:
    """A field that nobody sees stays empty, and nobody writes so fast; whoever does is asked to send once more."""
    given = form.cleaned_data
    if not given["website"] and tokens.is_timely(given["ticket"], now):
        return True
    form.add_error(None, _("Please look it over once more, and send it again."))
    return False


def _take(request, form, tray, now):
    given = form.cleaned_data
    return services.take_report(
        **form.said(),
        person=Person(given["name"], given["phone"], given["email"]),
        language=translation.get_language() or "en",
        photos=_photos(request),
        held=tray.photos,
        place=_place(request),
        now=now,
    )


def _taken(request, form, taken, now):
    context = {
        "case": taken.case,
        "answer_due": answer_due(taken.case),
        "now": now,
        "is_new": taken.is_new,
        "refused": taken.refused,
        "told": taken.told,
        "link": links.address_of(taken.token, Purpose.FOLLOW) if taken.is_new else "",
    }
    with timezone.override(taken.case.project.timezone):
        response = render(
            request, "desk/channels/reported.html", context, status=201 if taken.is_new else 200
        )
    response["Cache-Control"] = "no-store"
    return response


@contextmanager
def speaking(request, usual: str, place: str = settings.TIME_ZONE):
    """The language asked for on the page, else the owner's own; days and hours as they are counted where he lives."""
    asked = request.GET.get("lang") or usual
    language = asked if asked in LANGUAGES else usual
    with translation.override(language), timezone.override(place):
        request.LANGUAGE_CODE = language
        yield language


def _link(request, token: str, purpose: str, now):
    link = selectors.link_by_token(token, purpose, now=now)
    if link is None:
        throttles.count("public", throttles.caller(request), now=now)
    return link


def _closed(request):
    """Unknown, withdrawn and expired links get the very same answer, so that guessing learns nothing.

    What somebody typed on our own page comes back to him; what another site sends is not shown under our name.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    typed = request.POST.get("words", "") if ours and request.method == "POST" else ""
    with speaking(request, translation.get_language() or "en") as language:
        context = {"typed": typed, **_spoken(language)}
        return render(request, "desk/channels/no_link.html", context, status=404)


def _spoken(language: str) -> dict:
    return {"language": language, "tongues": settings.LANGUAGES}


@public_page("whoever reported something has a link of his own; it shows where it stands and nothing else")
@private
@require_safe
def follow(request, token):
    now = clock.now()
    link = _link(request, token, Purpose.FOLLOW, now)
    if link is None:
        return _closed(request)
    case = link.case
    with speaking(request, case.language, case.project.timezone) as language:
        told = {"stages": stages(case.status), "answer_due": answer_due(case)}
        context = {"case": case, "now": now, **told, **_spoken(language)}
        return render(request, "desk/channels/follow.html", context)


@public_page("the owner has a link of his own; the secret in it is what lets him in")
@csrf_exempt  # browsers send no origin from a page that tells no referrer, and only who has the secret can post here
@private
@require_http_methods(["GET", "HEAD", "POST"])
def own_case(request, token):
    """The owner's own page: where it stands, what was written, and what he says to it."""
    now = clock.now()
    link = _link(request, token, Purpose.OWNER, now)
    if link is None:
        return _closed(request)
    usual = link.case.owner.language if link.case.owner else link.case.language
    with speaking(request, usual, link.case.project.timezone):
        if request.method != "POST":
            return _own(request, link, now)
        deciding = "proposal" in request.POST or "refuse_all" in request.POST
        tray = _tray(request, now)
        form = (DecisionForm if deciding else WordsForm)(request.POST)
        try:
            throttles.count("public", throttles.caller(request), now=now)
            if form.is_valid():
                if deciding:
                    _decide(request, link.case, form.cleaned_data, now)
                else:
                    _add(request, link.case, form.cleaned_data, tray, now)
                messages.success(request, _("Thank you. It has arrived."))
                return redirect(request.get_full_path())
        except Refused as refusal:
            form.take(refusal)
        except DoorstepError as error:
            form.add_error(None, str(error.message))
        wrong = {"decision" if deciding else "words": form}
        return _own(request, link, now, **wrong, tray=_held(request, tray, now), status=422)


def _add(request, case, given, tray, now) -> None:
    owning.add_words(
        case, words=given["words"], photos=_photos(request), held=tray.photos, place=_place(request), now=now
    )


def _photos(request) -> list[tuple[str, bytes]]:
    """Every photo that was sent, so that each is taken or named: of a huge one no more is read than shows that it is,
    of those past the number that is taken nothing."""
    sent = request.FILES.getlist("photos")
    return [(one.name, _read(one) if place < services.MOST_PHOTOS else b"") for place, one in enumerate(sent)]


def _read(one) -> bytes:
    one.seek(0)  # a form that is refused late was read once already
    return one.read(LARGEST + 1)


def _decide(request, case, given, now) -> None:
    owning.decide(
        case,
        number=owning.ALL if "refuse_all" in request.POST else given["proposal"],
        agreed="agree" in request.POST,
        words=given["words"],
        signed_name=given["signed_name"],
        signature=given["signature"],
        now=now,
    )


def _own(request, link, now, *, words=None, decision=None, tray=None, status=200):
    case = link.case
    proposals = selectors.proposals_to_decide(case)
    if decision is not None and not proposals:  # decided meanwhile: what was said to it is still his to send
        words = WordsForm({"words": decision.data.get("words", "")})
        for refusal in decision.non_field_errors():
            words.add_error(None, refusal)
    context = {
        "case": case,
        "now": now,
        "stages": stages(case.status),
        "conversation": selectors.conversation_with_owner(case),
        "proposals": proposals,
        "agreed": selectors.agreed_proposal(case),
        "words": words or WordsForm(),
        "decision": decision,
        "tray": tray,
        **_spoken(translation.get_language()),
    }
    return render(request, "desk/channels/own_case.html", context, status=status)


@page("cases.write")
@require_POST
def send_link(request, number):
    """Write to the owner with a link of his own."""
    case = case_for(request.user, number, to="cases.write")
    try:
        services.send_link(request.user, case, now=clock.now())
        messages.success(request, _("The owner has been sent a personal link."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:case", number)
