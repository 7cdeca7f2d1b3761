"""Signing in: two fences, both in PostgreSQL, so that they stand with Redis gone.

The lock-out of django-axes counts failures by name and device or network. Before it, an atomic count of the
attempts from one network and at one name stops parallel guessing and guessing from many networks; a success
gives its attempt back, and a known device passes the count by name, so that others cannot use it up.
"""

from django.contrib.auth import authenticate, login
from django.utils.translation import gettext_lazy as _

from crm.accounts.devices import known_device
from crm.api import throttles
from crm.errors import DoorstepError, TooMany


class WrongCredentials(DoorstepError):
    """One sentence for a wrong name, a wrong password and a closed account."""

    status, code = 403, "wrong_credentials"
    message = _("The name or the password is not right.")


class Locked(TooMany):
    code = "locked"
    message = _(
        "Too many attempts with this name from here. Please wait a quarter of an hour, then try again."
    )


def sign_in(request, *, username: str, password: str, now):
    """Start a session for whom the name and password prove; raises WrongCredentials or Locked."""
    counted = _count(request, username, now)
    user = authenticate(request, username=username, password=password)
    if user is None:
        raise Locked if getattr(request, "axes_locked_out", False) else WrongCredentials
    for name, who in counted:
        throttles.give_back(name, who)
    login(request, user)
    return user


def keep_answer(request, original_response=None, credentials=None):
    """The page has already said that it is locked: axes' middleware leaves it as it is."""
    return original_response


def _count(request, username: str, now) -> list[tuple[str, str]]:
    if known_device(request, username):
        return []
    network = throttles.network(throttles.client_address(request))
    counted = [("sign_in", network), ("account", username[:64])]
    for name, who in counted:
        throttles.count(name, who, now=now)
    return counted
