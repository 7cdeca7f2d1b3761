"""The secret of a personal link, of which only a hash is kept; and the ticket that says when a form was opened."""

import hashlib
import secrets
from datetime import datetime

from django.core import signing

FORM_SALT = "public.report"
TOO_FAST, TOO_SLOW = 3, 24 * 3600  # seconds between opening a form and sending it


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
