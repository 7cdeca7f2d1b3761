"""Pages about one person's own data: requests, export, erasure, and what he agreed to."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.api import throttles
from crm.errors import NotFound, Refused
from crm.privacy import services as privacy
from crm.web.pages import page, public_page
from crm.web.paging import keyset_page
from owners import access as owners_access

from . import access, checking, consents, selectors, services
from . import person as persons
from .forms import SOURCES, ConsentForm, HandOverForm, ReasonForm


@page("privacy.requests")
@require_http_methods(["GET", "POST"])
def requests(request):
    """What people asked about their own data; a number leads to one person."""
    if request.method == "POST":
        return redirect("owners:person", number=_known(request).number)
    erasures = access.in_scope(request.user, selectors.erasures())
    context = {
        "erasures": keyset_page(erasures, by=("-asked_at", "-id"), mark=request.GET.get("after"), size=20),
        "exports": list(access.in_scope(request.user, selectors.exports())[:20]),
    }
    return render(request, "owners/privacy/requests.html", context)


def _known(request):
    number = request.POST.get("number", "").strip().upper()
    return owners_access.owner_for(request.user, number, to="privacy.requests")


@page("privacy.requests")
@require_GET
def person(request, number):
    """One person: put everything together, hold it, or erase it."""
    owner = owners_access.owner_for(request.user, number, to="privacy.requests")
    context = {
        "owner": owner,
        "exports": selectors.exports_of(owner),
        "erasures": selectors.erasures_of(owner),
        "hold": selectors.hold_on(owner),
        "hand_over": HandOverForm(),
        "reason": ReasonForm(),
    }
    return render(request, "owners/privacy/person.html", context)


def _because(request) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused(fields={"because": _("Say in a few words who asked for it and how.")})
    return form.cleaned_data["because"]


@page("privacy.export")
@require_POST
def ask_export(request, number):
    """Have everything about a person put together."""
    owner = owners_access.owner_for(request.user, number, to="privacy.export")
    services.ask_export(request.user, owner, because=_because(request), now=clock.now())
    messages.success(request, _("It is being put together; it stands here in a moment."))
    return redirect("owners:person", number=number)


@page("privacy.export")
@never_cache
@require_POST
def fetch(request, public_id):
    """The archive as a file; who fetched it is written down."""
    export = access.export_for(request.user, public_id, to="privacy.export")
    content = services.fetch_export(request.user, export, now=clock.now())
    return as_file(export, content)


def as_file(export, content: bytes) -> HttpResponse:
    """A download that no browser opens by itself or keeps."""
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{export.owner.number}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@page("privacy.export")
@require_POST
def hand_over(request, public_id):
    """Note to whom the archive went."""
    export = access.export_for(request.user, public_id, to="privacy.export")
    services.hand_over(request.user, export, to=request.POST.get("to", ""), now=clock.now())
    return redirect("owners:person", number=export.owner.number)


@page("privacy.hold")
@require_POST
def hold(request, number):
    """Let nothing of this person be erased for now; or no longer."""
    owner = owners_access.owner_for(request.user, number, to="privacy.hold")
    if request.POST.get("lift"):
        services.lift_hold(request.user, owner, now=clock.now())
    else:
        services.set_hold(request.user, owner, because=_because(request), now=clock.now())
    return redirect("owners:person", number=number)


@page("privacy.erase")
@require_POST
def ask_erasure(request, number):
    """Note the wish to be forgotten; the next page shows what would happen."""
    owner = owners_access.owner_for(request.user, number, to="privacy.erase")
    row = services.request_erasure(request.user, owner, because=_because(request), now=clock.now())
    return redirect("owners:erasure", public_id=row.public_id)


@page("privacy.requests")
@require_GET
def erasure(request, public_id):
    """What stands in the way, what goes, what stays by law; and the confirmation."""
    return render(request, "owners/privacy/erasure.html", _erasure(request, public_id))


def _erasure(request, public_id) -> dict:
    row = access.erasure_for(request.user, public_id)
    someone = persons.of(row.owner)
    is_open = row.status == "requested"
    return {
        "row": row,
        "owner": row.owner,
        "hindrances": checking.hindrances(someone) if is_open else [],
        "perhaps": checking.perhaps(someone) if is_open else [],
        "whose": request.POST,
        "fates": checking.fates(someone),
        "is_open": is_open,
        "alone": row.asked_by_id == request.user.pk,
        "may_erase": may(request.user, "privacy.erase"),
    }


@page("privacy.erase")
@require_POST
def confirm(request, public_id):
    """Erase the person. It cannot be undone."""
    row = access.erasure_for(request.user, public_id, to="privacy.erase")
    try:
        also = _also(request, row)
        typed = request.POST.get("typed", "")
        services.confirm_erasure(request.user, row, typed=typed, also=also, now=clock.now())
    except Refused as refusal:
        wrong = {"wrong": refusal.fields.get("typed", ""), "wrong_also": refusal.fields.get("also", "")}
        context = _erasure(request, public_id) | wrong
        return render(request, "owners/privacy/erasure.html", context, status=422)
    messages.success(request, _("The person has been erased."))
    return redirect("owners:erasure", public_id=public_id)


def _also(request, row) -> list[str]:
    """Which cases of unknown callers are his; Refused unless each was decided."""
    numbers = [one.number for one in checking.perhaps(persons.of(row.owner))]
    said = {number: request.POST.get(f"whose-{number}") for number in numbers}
    if any(whose not in ("his", "other") for whose in said.values()):
        raise Refused(fields={"also": _("Decide for each case of an unknown caller whose it is.")})
    return [number for number, whose in said.items() if whose == "his"]


@page("privacy.erase")
@require_POST
def withdraw(request, public_id):
    """The person has thought again."""
    row = access.erasure_for(request.user, public_id, to="privacy.erase")
    services.withdraw_erasure(request.user, row, now=clock.now())
    return redirect("owners:person", number=row.owner.number)


@page("privacy.consents")
@require_http_methods(["GET", "POST"])
def agreed(request, number):
    """What an owner agreed to, with its history; and what he says today."""
    owner = owners_access.owner_for(request.user, number, to="privacy.consents")
    if request.method == "POST":
        _say(request, owner)
        return redirect("owners:consents", number=number)
    now = clock.now()
    context = {
        "owner": owner,
        "standings": [(one, one.text(get_language())) for one in consents.standings(owner, now=now)],
        "history": list(privacy.history_of(owner)[:50]),
        "sources": SOURCES,
        "reachable": bool(owner.phone or owner.email),
    }
    return render(request, "owners/privacy/consents.html", context)


def _say(request, owner) -> None:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise Refused(fields={name: errors[0] for name, errors in form.errors.items()})
    consents.say(request.user, owner, **form.cleaned_data, now=clock.now())
    messages.success(request, _("Saved."))


@page("privacy.consents")
@require_POST
def send_link(request, number):
    """Send the owner a link to see and change it himself."""
    owner = owners_access.owner_for(request.user, number, to="privacy.consents")
    consents.send_link(request.user, owner, now=clock.now())
    messages.success(request, _("The link is on its way."))
    return redirect("owners:consents", number=number)


@public_page("an owner sees and changes by a link of his own what he has agreed to")
@csrf_exempt  # browsers send no origin from a page that tells no referrer, and only who has the token can post here
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, token):
    """On the owner's phone: what he agreed to, in his language; looking changes nothing."""
    now = clock.now()
    throttles.count("public", throttles.caller(request), now=now)
    try:
        owner = consents.owner_behind(token, now=now)
    except NotFound:
        return _quiet(render(request, "owners/privacy/link_over.html", status=404))
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else owner.language):
        return _quiet(render(request, "owners/privacy/by_link.html", _by_link(request, token, owner, now)))


def _by_link(request, token, owner, now) -> dict:
    saved = request.method == "POST"
    if saved:
        given = request.POST.get("given") == "1"
        consents.say_by_link(token, purpose=request.POST.get("purpose", ""), given=given, now=now)
    shown = [(one, one.text(get_language())) for one in consents.standings(owner, now=now)]
    return {"standings": shown, "saved": saved, "token": token}


def _quiet(response):
    """A page behind a secret address tells nobody the address."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response
