"""The secret in a one-person link: 256 random bits, of which we keep a SHA-256. Pure but for the dice."""

import hashlib
import secrets

LONGEST = 100


def draw() -> tuple[str, bytes]:
    """A fresh token and the hash under which it will be found."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
