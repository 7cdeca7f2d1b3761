"""How a page says who may open it: `@page("verb")`, or `@public_page("why")`. A page without either fails the build."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login

from crm.accounts.permissions import PUBLIC, require
from crm.web import sealed


def _signed_in(view):
    """Sends whoever is not signed in to do so, and back here, or to the page whose form he sent; no words searched for
    stand in that address."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        onward = sealed.address if request.method in ("GET", "HEAD") else sealed.stood_on
        return redirect_to_login(onward(request))

    return guarded


def page(verb: str):
    """A page for those who are signed in and hold the verb somewhere."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            require(request.user, verb)
            return view(request, *args, **kwargs)

        wrapped = _signed_in(guarded)
        wrapped.verb = verb
        return wrapped

    return decorate


def member_page(reason: str):
    """A page for everyone who is signed in, whatever the role, with the reason why."""

    def decorate(view):
        wrapped = _signed_in(view)
        wrapped.verb = "account.own"
        wrapped.member_because = reason
        return wrapped

    return decorate


def public_page(reason: str):
    """A page for everybody, with the reason why."""

    def decorate(view):
        view.verb = PUBLIC
        view.public_because = reason
        return view

    return decorate
