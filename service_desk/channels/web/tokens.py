"""The secret of a personal link, of which only a hash is kept; and the ticket that says when a form was opened."""

import hashlib
import secrets
from datetime import datetime

from django.core import signing

FORM_SALT, TRAY_SALT = "public.report", "public.photos"
TOO_FAST, TOO_SLOW = 3, 24 * 3600  # seconds between opening a form and sending it
TRAY_LASTS = 2 * 3600  # seconds for which photos are held


def draw() -> tuple[str, bytes]:
    """A fresh secret of 256 bits and the hash under which it will be found."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def ticket(now: datetime) -> str:
    """Says when the form was opened; made by us alone."""
    return signing.dumps(int(now.timestamp()), salt=FORM_SALT)


def is_timely(given: str, now: datetime) -> bool:
    """Whether a form came back after as long as a person takes, and no longer than a day."""
    try:
        opened = signing.loads(given, salt=FORM_SALT)
    except signing.BadSignature:
        return False
    return isinstance(opened, int) and TOO_FAST <= now.timestamp() - opened <= TOO_SLOW


def tray(now: datetime) -> str:
    """Names the place where the photos of one form are held; made by us alone, and not for long."""
    return signing.dumps([secrets.token_urlsafe(24), int(now.timestamp())], salt=TRAY_SALT)


def tray_of(given: str, now: datetime) -> str:
    """The secret in the token of a form; empty where it is not ours or its time is over."""
    try:
        secret, made = signing.loads(given, salt=TRAY_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return secret if 0 <= now.timestamp() - made < TRAY_LASTS else ""
