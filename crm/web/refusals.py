"""Pages for everything that cannot be done: what happened, what to do now, and who may."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext as _

from crm.accounts.models import Role
from crm.accounts.permissions import VERBS
from crm.errors import DoorstepError
from crm.web.kept import typed


@dataclass(frozen=True)
class Advice:
    title: str
    advice: str


def advice_for(status: int) -> Advice:
    """The title and the next step for an HTTP status, in the reader's language."""
    known = {
        400: Advice(_("That request could not be read"), _("Go back, reload the page and try once more.")),
        403: Advice(
            _("Your role does not allow this"),
            _("Ask someone who may, or your administrator if this belongs to your work."),
        ),
        404: Advice(
            _("There is nothing at this address"),
            _(
                "It may lie outside the projects you look after, or the address was mistyped. Try the search box."
            ),
        ),
        405: Advice(
            _("This address only takes what a form sends"),
            _("Open the page with the form again, from the menu or the search box, and send it from there."),
        ),
        409: Advice(
            _("Somebody was quicker"),
            _("Open it again to see how it stands now. What you typed is kept below and in the form."),
        ),
        422: Advice(
            _("Something is missing"), _("Go back and correct what is listed here. Your text is kept.")
        ),
        429: Advice(_("Too many attempts"), _("Wait a few minutes, then try again.")),
        500: Advice(
            _("Something went wrong on our side"),
            _(
                "Nothing of yours was changed. Try again; if it happens twice, tell your administrator the time."
            ),
        ),
        503: Advice(
            _("This machine cannot do that yet"), _("Nothing of yours was changed; the rest works as ever.")
        ),
    }
    return known.get(status, known[400])


def refusal_page(request, error: DoorstepError):
    """A whole page; for htmx, a notice that leaves the form and its text where they are."""
    advice = advice_for(error.status)
    context = {
        "status": error.status,
        "code": error.code,
        "title": advice.title,
        "message": error.message if _adds(error.message, advice.title) else "",
        "advice": advice.advice,
        "fields": error.fields,
        "may": roles_with(error.extra.get("verb")),
        "kept": typed(request) if error.status in (409, 422) else [],
        "versions": _versions(error),
    }
    if request.headers.get("HX-Request") == "true":
        response = render(request, "web/components/refusal.html", context, status=error.status)
        response["HX-Retarget"] = "#ds-notices"
        response["HX-Reselect"] = ".ds-notice"
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    return render(request, "web/refusal.html", context, status=error.status)


def _adds(message, title: str) -> bool:
    """Whether the sentence says more than the title over it."""
    return str(message).rstrip(".。") != title


def roles_with(verb: str | None) -> list[str]:
    """The names of the roles that may do this."""
    return [str(Role(role).label) for role in sorted(VERBS.get(verb, ())) if role in Role.values]


def _versions(error: DoorstepError) -> dict:
    """The version the person had before him and the one that stands now, where the refusal knows them."""
    extra = error.extra
    yours = extra.get("yours", extra.get("given"))
    return {"yours": yours, "current": extra["current"]} if yours and extra.get("current") else {}


def _plain(request, status: int, message: str, template: str = "web/refusal.html"):
    advice = advice_for(status)
    context = {"status": status, "title": advice.title, "message": message, "advice": advice.advice}
    return render(request, template, context, status=status)


def bad_request(request, exception=None):
    return _plain(request, 400, _("The request was not of the form this page expects."))


def forbidden(request, exception=None):
    return _plain(request, 403, _("This page is not open to you."))


def not_found(request, exception=None):
    return _plain(request, 404, _("There is nothing here that you may see."))


def not_this_way(request, response):
    """For who opened an address that only a form sends to: by reloading, by a bookmark, after signing in again."""
    page = _plain(request, 405, "")
    page["Allow"] = response.get("Allow", "")
    return page


def csrf_failure(request, reason=""):
    return _plain(
        request,
        403,
        _("The page had stood open too long. Go back, reload it and send again; your text is kept."),
    )


def server_error(request):
    """Asks nothing of the database or the session: they may be what broke."""
    return _plain(request, 500, _("The server could not finish this."), template="web/broken.html")
