"""Whether a delivery is signed by whoever shares a secret with us, and lately. Pure."""

import hashlib
import hmac

WINDOW = 300  # seconds that a signature is old, or ahead of our clock


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the time and the body, in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, timestamp: str, body: bytes, given: str) -> bool:
    return hmac.compare_digest(signature(secret, timestamp, body).encode(), given.strip().lower().encode())


def is_recent(timestamp: str, now: float) -> bool:
    """Whether the time that was signed is near ours; what is replayed later is not."""
    return (
        timestamp.isascii()
        and timestamp.isdigit()
        and len(timestamp) <= 12
        and abs(now - int(timestamp)) <= WINDOW
    )
