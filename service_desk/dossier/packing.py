"""Files become a signed archive."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from . import signing, verify

PAPER = "dossier.pdf"
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


def paper_in(content: bytes) -> bytes | None:
    """The PDF out of an archive of ours."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(PAPER) if PAPER in archive.namelist() else None
