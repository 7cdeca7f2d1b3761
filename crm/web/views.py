from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts import services as accounts
from crm.web import asked, sealed, searching, slots
from crm.web import gallery as examples
from crm.web.pages import member_page, public_page


@member_page("the start page leads each role to its own work")
@require_GET
def home(request):
    """Each role's own start page; a choice of doors where the role has none."""
    name = slots.landing_for(grant.role for grant in request.user.held_grants)
    try:
        return redirect(reverse(name)) if name else render(request, "web/home.html")
    except NoReverseMatch:
        return render(request, "web/home.html")


@member_page("each room shows in the search only what the person may see")
@require_http_methods(["GET", "POST"])
def search(request):
    """One search over all rooms; `glance` asks for the few best, under the box; `kind` for one kind alone."""
    glance = "glance" in request.POST or "glance" in request.GET
    if not glance and (onward := sealed.onward(request, "kind")):
        return onward
    query, kind = sealed.words(request), request.GET.get("kind", "")
    if glance and not query:
        return HttpResponse("")
    groups = (
        searching.search(request, query, size=searching.GLANCE if glance else searching.PAGE) if query else []
    )
    shown = [group for group in groups if group.hits and kind in ("", group.kind)]
    context = {
        "query": query,
        "searched": query,
        "groups": shown,
        "chips": _chips(groups, kind, query),
        "meant": searching.meant(request, query) if query and not glance and not shown else [],
        "glance": glance,
    }
    return render(request, "web/found.html" if glance else "web/search.html", context)


def _chips(groups, kind: str, query: str) -> list[dict]:
    """One chip a kind with its count, and one for all."""
    address = f"?{sealed.PARAMETER}={sealed.seal(query)}" if query else ""
    chips = [{"label": group.label, "kind": group.kind, "count": group.count} for group in groups]
    everything = {"label": _("All"), "kind": "", "count": None}
    return [
        chip
        | {"url": f"{address}&kind={chip['kind']}" if chip["kind"] else address, "here": chip["kind"] == kind}
        for chip in [everything, *chips]
    ]


@member_page("it lists only the settings that the role may open")
@require_GET
def settings_page(request):
    return render(request, "web/settings.html")


@public_page("everybody may choose a language, signed in or not")
@require_POST
def choose_language(request):
    """Remembered with the person, and in a cookie for the pages before signing in."""
    language = request.POST.get("language", "")
    response = redirect(asked.onward(request, request.POST.get("next", "/"), "/"))
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            accounts.speak(request.user, request.user, language=language, now=clock.now())
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax")
    return response


@public_page("the gallery of components, only where DEBUG is on")
@require_GET
def gallery(request):
    return render(request, "web/gallery.html", examples.context(clock.now()))
