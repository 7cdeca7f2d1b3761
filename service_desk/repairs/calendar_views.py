"""Visits in the calendar of a phone: an engineer's own, as a file or as an address to subscribe to; an owner's one."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from crm import clock
from crm.api import throttles
from crm.web.pages import page, public_page

from . import access, letters, selectors
from .ics import Entry, calendar_file
from .states import CallStatus

SALT = "repairs.calendar"
BACK, AHEAD = timedelta(days=30), timedelta(days=180)


def address_of(user) -> str:
    """The address of this person's calendar; it ends with all his sessions."""
    token = signing.dumps([user.pk, user.session_generation], salt=SALT)
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('desk:repair_feed', args=[token])}"


@page("repairs.call")
@require_GET
def mine(request):
    """One's visits as a file."""
    return _file(_of_engineer(request.user), "visits.ics")


@public_page("a calendar program signs in nowhere: the address is a secret of one person, who can end it")
@require_safe
def feed(request, token):
    """One's visits for a calendar that subscribes: times and homes, no names, no numbers."""
    throttles.count("public", throttles.caller(request), now=clock.now())
    user = _whose(token)
    if user is None:
        raise Http404
    with translation.override(user.language):
        return _file(_of_engineer(user), "visits.ics")


def _whose(token: str):
    try:
        pk, generation = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return access.engineer_of_feed(pk, generation)


def _of_engineer(user) -> str:
    now = clock.now()
    rows = selectors.visits_between(user, now - BACK, now + AHEAD)
    return calendar_file(_("My visits"), [_entry(call) for call in rows], now=now)


def _entry(call) -> Entry:
    home, order = call.order.case.home, call.order
    where = f"{order.case.project.label} {home.number}" if home else order.case.project.label
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('desk:repair', args=[order.number])}"
    part = f" · {order.part.label}" if order.part else ""
    return Entry(
        uid=str(call.public_id),
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        title=f"{where}{part}",
        place=where,
        words=order.number,
        url=address,
    )


@public_page("the owner has a link of his own; the signature in it is what lets him in")
@require_safe
def of_owner(request, token):
    """The agreed visit for the owner's own calendar."""
    now = clock.now()
    throttles.count("public", throttles.caller(request), now=now)
    name = letters.visit_in(token)
    call = selectors.call_by_id(name) if name else None
    if call is None or call.status != CallStatus.AGREED:
        raise Http404
    case = call.order.case
    with translation.override(case.owner.language if case.owner_id else case.language):
        entry = Entry(
            uid=str(call.public_id),
            starts_at=call.starts_at,
            ends_at=call.ends_at,
            title=_("Repair at your home"),
            place=f"{case.project.label} {case.home.number}" if case.home else case.project.label,
            words=call.engineer.display_name if call.engineer_id else call.contractor.name,
        )
        return _file(calendar_file(_("Repair at your home"), [entry], now=now), "visit.ics")


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
