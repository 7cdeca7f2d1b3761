"""AES-256-GCM over single values. The key's id stands inside the value, so that keys can change row by row.

Layout: 1 byte version, 2 bytes key id, 12 bytes nonce, ciphertext, 16 bytes tag. The context (which column it
belongs to) is authenticated with it: a value copied into another column does not decrypt.
"""

import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crm.privacy import keys

VERSION = b"\x02"
HEAD = 3
NONCE = 12


class Unreadable(Exception):
    """The value is damaged, belongs elsewhere, or its key is gone."""


def encrypt_bytes(plain: bytes, context: str) -> bytes:
    """Ciphertext under the current key."""
    key_id, key = keys.current()
    head = VERSION + key_id.to_bytes(2, "big")
    nonce = secrets.token_bytes(NONCE)
    return head + nonce + _sealer(key).encrypt(nonce, plain, head + context.encode())


def decrypt_bytes(value: bytes, context: str) -> bytes:
    """The plain bytes; raises Unreadable."""
    value = bytes(value)
    if value[:1] != VERSION:
        raise Unreadable("unknown layout")
    head, nonce, sealed = value[:HEAD], value[HEAD : HEAD + NONCE], value[HEAD + NONCE :]
    key = keys.field_key(key_id_of(value))
    try:
        return _sealer(key).decrypt(nonce, sealed, head + context.encode())
    except InvalidTag as exc:
        raise Unreadable(f"not a value of {context}") from exc


def encrypt(text: str, context: str) -> bytes:
    return encrypt_bytes(text.encode(), context)


def decrypt(value: bytes, context: str) -> str:
    return decrypt_bytes(value, context).decode()


@lru_cache(maxsize=8)
def _sealer(key: bytes) -> AESGCM:
    """Made once a key: setting up costs more than sealing a telephone number."""
    return AESGCM(key)


def key_id_of(value: bytes) -> int:
    """The id of the key that a value was sealed with."""
    return int.from_bytes(bytes(value)[1:HEAD], "big")
