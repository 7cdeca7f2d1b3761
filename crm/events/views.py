import logging
from datetime import timedelta

from django.db import Error
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.events import pulse, selectors, services
from crm.web.answers import done, state_tabs
from crm.web.formats import span_text
from crm.web.pages import page, public_page
from crm.web.paging import keyset_page

log = logging.getLogger("doorstep.events")


@page("events.view")
@require_GET
def events(request):
    """What has happened and whether everybody concerned has heard of it."""
    now = clock.now()
    state = request.GET.get("state") or "dead"
    labels = {"waiting": _("Waiting"), "dead": _("Stopped"), "done": _("Delivered")}
    measured = pulse.read(now=now)
    rows = keyset_page(selectors.events_in(state), by=("-id",), mark=request.GET.get("after"))
    return render(
        request,
        "events/list.html",
        {
            "now": now,
            "state": state,
            "tabs": state_tabs(labels, state),
            "page": rows,
            "alarms": selectors.open_alarms(),
            "processes": [_at_work(*one) for one in selectors.processes(now)],
            "pulse": measured,
            "waiting_for": None if measured.oldest_waiting is None else _lasting(measured.oldest_waiting),
            "may_replay": may(request.user, "events.replay"),
        },
    )


# What each sort of process is there for.
_WORK = {
    "relay": gettext_lazy("Tells the departments"),
    "courier": gettext_lazy("Sends messages"),
    "worker": gettext_lazy("Does long work"),
}


def _at_work(row, seconds: float, silent: bool) -> dict:
    return {
        "name": row.process,
        "work": _WORK.get(row.kind, row.kind),
        "heard": _lasting(seconds),
        "silent": silent,
    }


def _lasting(seconds: float) -> str:
    """A span as people say it: in seconds while it is short."""
    if seconds < 60:
        return ngettext("%(count)d s", "%(count)d s", int(seconds)) % {"count": int(seconds)}
    return span_text(timedelta(seconds=seconds))


@page("events.view")
@require_GET
def event(request, public_id):
    row = selectors.event_by(public_id)
    context = {
        "now": clock.now(),
        "event": row,
        "followed": selectors.followed_by(row),
        "may_replay": may(request.user, "events.replay"),
    }
    return render(request, "events/event.html", context)


@page("events.replay")
@require_POST
def replay(request, public_id):
    services.replay(request.user, selectors.event_by(public_id), now=clock.now())
    return done(request, _("It will be delivered again."), "events")


@page("events.replay")
@require_POST
def replay_all(request):
    count = services.replay_all(request.user, now=clock.now())
    text = ngettext("%(count)d will be delivered again.", "%(count)d will be delivered again.", count)
    return done(request, text % {"count": count}, "events")


@public_page("a supervisor asks whether the process answers; it says nothing about anybody")
@never_cache
@require_GET
def healthz(request):
    """The process answers. It asks nobody else, so that a broken database does not restart the web."""
    return JsonResponse({"status": "ok"})


@public_page("a balancer and an alarm ask whether work is carried; numbers and ages only, no personal data")
@never_cache
@require_GET
def readyz(request):
    """Whether facts are being carried: 200, or 503 with what is wrong."""
    now = clock.now()
    try:
        seen = pulse.read(now=now)
    except Error as error:
        log.warning("not ready: %s", type(error).__name__)
        return JsonResponse({"status": "unavailable", "because": ["database"]}, status=503)
    because = [f"silent_{kind}" for kind in ("relay",) if seen.silent(kind)]
    because += ["late_events"] if seen.late else []
    answer = {
        "status": "ready" if seen.ready else "unavailable",
        "because": because,
        "oldest_waiting_seconds": seen.oldest_waiting,
        "dead_events": seen.dead_events,
        "seconds_since_heartbeat": seen.silent_for,
    }
    return JsonResponse(answer, status=200 if seen.ready else 503)
