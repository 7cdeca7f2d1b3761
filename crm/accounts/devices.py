"""Devices that people have signed in on. Each has a lock of its own, so that nobody can lock another's out.

After a sign-in the browser keeps a signed cookie with a random device id and marks of the names that signed in
there. For lock-out a known device counts as an address of its own; everybody else counts by network. Someone
who guesses at Alice's password from elsewhere, or from her office's address, locks himself, never her device.
"""

import hashlib
import hmac
import ipaddress
import secrets

from django.conf import settings
from django.core import signing

from crm.api.throttles import client_address, network

COOKIE = "doorstep_device"
SALT = "crm.accounts.devices"
KEPT = 180 * 24 * 3600  # seconds
MOST_NAMES = 8


def lock_address(request) -> str:
    """What the lock-out counts by: an address made of the device's id where the device knows the name."""
    device = known_device(request, request.POST.get("username", ""))
    if device:
        digest = hashlib.sha256(device.encode()).digest()
        return str(ipaddress.IPv6Address(b"\xfd" + digest[:15]))  # fd00::/8 belongs to nobody's network
    return network(client_address(request)).partition("/")[0]


def known_device(request, username: str) -> str:
    """The id of this device if that person has signed in on it before; else empty."""
    device, marks = _read(request)
    return device if username and _mark(username) in marks else ""


def remember(request, response, username: str) -> None:
    """Keep in the browser that this person signed in here."""
    device, marks = _read(request)
    marks = [_mark(username), *[mark for mark in marks if mark != _mark(username)]][:MOST_NAMES]
    response.set_cookie(
        COOKIE,
        signing.dumps([device or secrets.token_urlsafe(16), marks], salt=SALT),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
        path="/sign-in/",
    )


def _read(request) -> tuple[str, list[str]]:
    try:
        device, marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return device, marks


def _mark(username: str) -> str:
    """A name as the cookie holds it: nobody learns from it who works here."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{SALT}:{username}".encode(), hashlib.sha256)
    return digest.hexdigest()[:16]
