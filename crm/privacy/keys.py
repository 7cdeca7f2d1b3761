"""Keys of this installation: from the environment, else from private files under var/keys, made on first use.

Fields have a ring of keys, of which the newest seals and all open. The blind index has one key of its own; to
change it, every indexed value is computed anew (`reindexing.py`).
"""

import base64
import json
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

RING_VARIABLE = "DOORSTEP_FIELD_KEYS"  # {"1": "<base64>", "2": "<base64>"}
INDEX_VARIABLE = "DOORSTEP_INDEX_KEY"


@cache
def ring() -> dict[int, bytes]:
    """All field keys by id."""
    text = os.environ.get(RING_VARIABLE) or _file("field_keys.json", _new_ring)
    try:
        found = {int(number): _decoded(value) for number, value in json.loads(text).items()}
    except (ValueError, AttributeError) as exc:
        raise ImproperlyConfigured('The field keys must read {"1": "<32 bytes in base64>"}.') from exc
    if not found or not all(0 < number < 65536 for number in found):
        raise ImproperlyConfigured("The field keys need ids from 1 to 65535.")
    return found


def current() -> tuple[int, bytes]:
    """Id and key that new values are sealed with: the newest."""
    number = max(ring())
    return number, ring()[number]


def field_key(number: int) -> bytes:
    """The key of this id; another process may have added it, so the file is read once more before giving up."""
    if number not in ring():
        ring.cache_clear()
    try:
        return ring()[number]
    except KeyError:
        raise ImproperlyConfigured(
            f"Field key {number} is missing; values sealed with it cannot be read."
        ) from None


@cache
def index_key() -> bytes:
    """The key of the blind indexes."""
    return _decoded(os.environ.get(INDEX_VARIABLE) or _file("index.key", lambda: _encoded(_fresh())))


def fresh_index_key() -> bytes:
    """A key that indexes are to be made anew with; only where keys are kept in the file."""
    if os.environ.get(INDEX_VARIABLE):
        raise ImproperlyConfigured(
            f"The key of the indexes comes from {INDEX_VARIABLE}: unset it for this command."
        )
    return _fresh()


def place_index_key(key: bytes) -> None:
    """From now on this is the key of the indexes."""
    _put("index.key", _encoded(key))
    index_key.cache_clear()


def add() -> int:
    """A new field key, from now on the one that seals; returns its id. Only for keys kept in the file."""
    if os.environ.get(RING_VARIABLE):
        raise ImproperlyConfigured(f"The keys come from {RING_VARIABLE}: add the new one there.")
    number = max(ring()) + 1
    _write({**ring(), number: _fresh()})
    return number


def drop(number: int) -> None:
    """Forget a key that nothing is sealed with any more."""
    if number == current()[0]:
        raise ImproperlyConfigured("The key that seals cannot be dropped.")
    _write({kept: key for kept, key in ring().items() if kept != number})


def _write(keys: dict[int, bytes]) -> None:
    _put("field_keys.json", json.dumps({str(number): _encoded(key) for number, key in keys.items()}))
    ring.cache_clear()


def _put(name: str, text: str) -> None:
    """The whole file at once: a reader sees the old one or the new one."""
    path = Path(settings.KEYS_DIR) / name
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def _file(name: str, make) -> str:
    """The file's text, written once: a complete file is linked into place, so nobody ever reads half a key."""
    path = Path(settings.KEYS_DIR) / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(make())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its key counts
        finally:
            fresh.unlink()
    return path.read_text()


def _new_ring() -> str:
    return json.dumps({"1": _encoded(_fresh())})


def _fresh() -> bytes:
    return secrets.token_bytes(32)


def _encoded(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def _decoded(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except ValueError as exc:
        raise ImproperlyConfigured("A key is not base64.") from exc
    if len(key) != 32:
        raise ImproperlyConfigured("A key must have 32 bytes.")
    return key
