"""Files become a signed archive."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from . import signing, verify

CHECKER = Path(verify.__file__)


def pack(files: Sequence[tuple[str, bytes]], *, case: str, masked: bool, made_at: datetime) -> bytes:
    """The archive of these files with the checker, the manifest and its signature; names are plain ASCII."""
    files = [*files, ("verify.py", CHECKER.read_bytes())]
    manifest = {
        "format": verify.FORMAT,
        "case": case,
        "masked": masked,
        "made_at": made_at.isoformat(),
        "key": signing.public_key().hex(),
        "files": [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files
        ],
    }
    written = json.dumps(manifest, ensure_ascii=True, indent=1).encode()
    signature = signing.sign(written).hex().encode() + b"\n"
    return verify.pack([*files, (verify.MANIFEST, written), (verify.SIGNATURE, signature)])
