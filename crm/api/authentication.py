"""Who is calling: a bearer token, or the session of the pages (with its CSRF guard)."""

from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions

from crm import clock
from crm.accounts import tokens


class Bearer(authentication.BaseAuthentication):
    """`Authorization: Bearer ds_…`; looked up by a fast hash, one query a request."""

    def authenticate(self, request):
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = tokens.find(secret.strip(), now=clock.now())
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is not valid."))
        return token.user, token

    def authenticate_header(self, request):
        return "Bearer"


class Session(authentication.SessionAuthentication):
    """The sign-in of the pages; every unsafe method needs the CSRF token."""
