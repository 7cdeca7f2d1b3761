"""Pages: WeCom's door, and the endpoints with their secrets and their log."""

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock, signing
from crm.accounts.permissions import may
from crm.api import throttles
from crm.errors import NotAllowed, Refused
from crm.web.asked import whole
from crm.web.pages import page, public_page
from crm.web.paging import keyset_page
from crm.web.seen import as_it_stands, one_by_one
from service_desk.cases.pickers import projects_for
from service_desk.channels.access import endpoint_for
from service_desk.channels.hooks import selectors, services, syncing_wecom, wecom
from service_desk.channels.hooks.forms import EndpointForm
from service_desk.channels.hooks.models import Sort
from service_desk.channels.hooks.taking_wecom import take_message


@public_page("WeCom proves itself by a signature over a token that only it and we know")
@csrf_exempt
@require_http_methods(["GET", "POST"])
def wecom_door(request, code):
    """WeCom asks once whether it is us (GET), then tells what people write (POST). It wants an empty answer."""
    now, refusal = clock.now(), ""
    endpoint = selectors.endpoint_called(code, Sort.WECOM)
    try:
        if endpoint is None:
            raise wecom.Unproved("endpoint")
        if request.method == "GET":
            return _echo(request, endpoint, now)
        take_message(endpoint, request.GET, _body(request), now=now)
    except wecom.Unproved as unproved:
        refusal = str(unproved)
    if refusal:
        throttles.count("public", throttles.caller(request), now=now)
        if endpoint is not None:
            services.refused(endpoint, refusal, size=_size(request), now=now)
        raise NotAllowed(_("The signature does not fit."), code="signature")
    return HttpResponse("", content_type="text/plain")


def _body(request) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig:
        raise wecom.Unproved("size") from None
    if len(body) > wecom.LARGEST:
        raise wecom.Unproved("size")
    return body


def _size(request) -> int:
    return min(whole(request.headers.get("Content-Length", "")) or 0, 2**31 - 1)


def _echo(request, endpoint, now):
    if not signing.is_recent(request.GET.get("timestamp", ""), now.timestamp()):
        raise wecom.Unproved("timestamp")
    given = {name: request.GET.get(name, "") for name in ("msg_signature", "timestamp", "nonce", "echostr")}
    wecom.check(endpoint.token, given["timestamp"], given["nonce"], given["echostr"], given["msg_signature"])
    plain = wecom.opened(wecom.key_of(endpoint.aes_key), given["echostr"], endpoint.company)
    return HttpResponse(plain, content_type="text/plain")


@page("channels.set_up")
@require_http_methods(["GET", "POST"])
def new_endpoint(request):
    """A new endpoint; its first secret is shown on the page that follows, this once."""
    given = request.POST if request.method == "POST" else None
    form = EndpointForm(given, projects=projects_for(request.user, "channels.set_up"))
    if given is not None:
        made = form.carry_out(request.user, clock.now())
        if made is not None:
            return _show(request, made[0], secret=made[1])
    status = 422 if form.errors else 200
    return render(request, "desk/channels/new_endpoint.html", {"form": form}, status=status)


@page("channels.set_up")
@require_http_methods(["GET", "POST"])
@one_by_one
def edit_endpoint(request, code):
    """What becomes of what it brings, and WeCom's keys; a secret is never shown."""
    row = as_it_stands(request, endpoint_for(request.user, code, to="channels.set_up"))
    form = EndpointForm(request.POST if request.method == "POST" else None, endpoint=row)
    if request.method == "POST" and form.carry_out(request.user, clock.now()):
        messages.success(request, _("It holds from now on."))
        return redirect("desk:hook_endpoint", code)
    context = {"form": form, "endpoint": row}
    status = 422 if form.errors else 200
    return render(request, "desk/channels/new_endpoint.html", context, status=status)


@page("channels.view")
@require_GET
def endpoint(request, code):
    return _show(request, endpoint_for(request.user, code))


def _show(request, row, *, secret=""):
    context = {
        "now": clock.now(),
        "endpoint": row,
        "secret": secret,
        "versions": selectors.versions_of(row),
        "page": keyset_page(selectors.log_of(row), by=("-id",), mark=request.GET.get("after")),
        "may_set_up": may(request.user, "channels.set_up", project=row.project),
        "is_wecom": row.sort == Sort.WECOM,
        "accounts": selectors.accounts_of(row),
        "aside": selectors.aside_of(row),
    }
    response = render(request, "desk/channels/endpoint.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page("channels.set_up")
@require_POST
def renew_secret(request, code):
    """A new secret beside the old one, which holds a week longer."""
    row = endpoint_for(request.user, code, to="channels.set_up")
    return _show(request, row, secret=services.renew_secret(request.user, row, now=clock.now()))


@page("channels.set_up")
@require_POST
def end_secret(request, code):
    """A secret that came into wrong hands holds no longer."""
    row = endpoint_for(request.user, code, to="channels.set_up")
    version = whole(request.POST.get("version", ""))
    if version is None:
        raise Refused(_("Say which secret."))
    services.end_secret(request.user, row, version=version, now=clock.now())
    messages.success(request, _("The secret holds no longer."))
    return redirect("desk:hook_endpoint", code)


@page("channels.set_up")
@require_POST
def try_aside_again(request, code):
    """What was fetched and could not be put on a case, once more."""
    row = endpoint_for(request.user, code, to="channels.set_up")
    placed = syncing_wecom.try_aside_again(row, now=clock.now())
    text = ngettext("%(count)d message found its place.", "%(count)d messages found their place.", placed)
    messages.success(request, text % {"count": placed})
    return redirect("desk:hook_endpoint", code)


@page("channels.set_up")
@require_POST
def switch(request, code):
    """Out of use, or into it again."""
    row = endpoint_for(request.user, code, to="channels.set_up")
    row = services.switch(request.user, row, is_open="open" in request.POST, now=clock.now())
    messages.success(request, _("It is in use.") if row.is_open else _("It is out of use."))
    return redirect("desk:hook_endpoint", code)
