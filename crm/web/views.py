from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts import services as accounts
from crm.web import asked, sealed, slots
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
    """One search over all rooms; `glance` asks for the few best, under the box."""
    glance = "glance" in request.POST or "glance" in request.GET
    if not glance and (onward := sealed.onward(request)):
        return onward
    query = sealed.words(request)
    found = slots.rendered("search", request, query=query, glance=glance) if query else []
    if glance and not query:
        return HttpResponse("")
    template = "web/found.html" if glance else "web/search.html"
    return render(request, template, {"query": query, "searched": query, "found": found, "glance": glance})


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
