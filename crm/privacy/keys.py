"""Keys of this installation: from the environment, else from a private file made on first use under var/keys."""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def key(name: str) -> bytes:
    """32 bytes for this purpose."""
    value = os.environ.get(f"DOORSTEP_KEY_{name.upper()}")
    if value:
        return base64.urlsafe_b64decode(value)
    path = Path(settings.KEYS_DIR) / f"{name}.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)))
        except FileExistsError:
            pass
    return base64.urlsafe_b64decode(path.read_bytes())
