"""The key with which dossiers are signed: from the environment, else a private file made on first use."""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from crm.embedded import locations

VARIABLE = "DOORSTEP_DOSSIER_KEY"  # 32 bytes in base64, or any secret: its digest is the key


def _key() -> Ed25519PrivateKey:
    secret = os.environ.get(VARIABLE) or locations.secret(settings.VAR, "dossier")
    return Ed25519PrivateKey.from_private_bytes(_seed(secret))


def _seed(secret: str) -> bytes:
    try:
        raw = base64.b64decode(secret, validate=True)
    except ValueError:
        raw = b""
    return raw if len(raw) == 32 else hashlib.sha256(secret.encode()).digest()


def public_key() -> bytes:
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint() -> str:
    """What the house tells whoever wants to know by whom a dossier must be signed."""
    return hashlib.sha256(public_key()).hexdigest()


def sign(message: bytes) -> bytes:
    return _key().sign(message)
